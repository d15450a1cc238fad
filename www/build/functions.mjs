// What the parts of a wasm weigh, read from its sections: each function by its name, and the texts and tables.

/** Names and sizes in bytes, the largest first. @param {Buffer} wasm with its names */
export function functions(wasm) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  const text = () => {
    const length = number();
    return wasm.toString('utf8', at, (at += length));
  };
  const names = new Map();
  const sizes = [];
  const parts = [];
  while (at < wasm.length) {
    const section = wasm[at++];
    const size = number();
    const end = at + size;
    if (section == 10) {
      for (let left = number(); left; left--) {
        const length = number();
        sizes.push(length);
        at += length;
      }
    } else if (section == 11) parts.push(['(data: texts and tables)', size]);
    else if (section == 0 && text() == 'name') {
      while (at < end) {
        const kind = wasm[at++];
        const next = number() + at;
        if (kind == 1) for (let left = number(); left; left--) names.set(number(), text());
        at = next;
      }
    }
    at = end;
  }
  // Imported functions have names too, and come first.
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(
    ({ kind }) => kind == 'function',
  ).length;
  sizes.forEach((size, index) => parts.push([names.get(index + imported) ?? `function ${index}`, size]));
  return parts.sort(([, one], [, other]) => other - one);
}
