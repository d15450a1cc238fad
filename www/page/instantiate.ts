// A wasm, given to the glue that wasm-bindgen wrote for it.

/** Fetches and starts it; fails where it is missing, is not what was built, or may not run. */
export async function instantiate(give: (exports: WebAssembly.Exports) => void, imports: object, url: string, integrity: string): Promise<void> {
  const answer = await fetch(url, { integrity });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  // By bytes, not by stream: a host that sends the wrong MIME type is no reason to fail.
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), { a: imports as any });
  give(instance.exports);
}
