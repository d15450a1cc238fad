// A wasm, given to the glue that wasm-bindgen wrote for it.

/** Whether this is in portcullis.inline.js, which has the wasm within: in hex, which any charset of
 * a page leaves as it is and brotli makes nearly as small as the bytes. */
declare const INLINE: string, WASM: string;

/** The answer, where it is one. */
export const answered = async (asking: Response | Promise<Response>): Promise<Response> => {
  const answer = await asking;
  return answer.ok ? answer : Promise.reject(Error(`${answer.url} answered ${answer.status}`));
};

/** Fetches and starts it; fails where it is missing, is not what was built, or may not run. */
export async function instantiate(
  give: (exports: WebAssembly.Exports) => void,
  imports: object,
  url: string,
  integrity: string,
): Promise<void> {
  // By bytes, not by stream: a host that sends the wrong MIME type is no reason to fail.
  const bytes = INLINE
    ? Uint8Array.from(WASM.match(/../g)!, (one) => parseInt(one, 16))
    : await (await answered(fetch(url, { integrity }))).arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, { a: imports as any });
  give(instance.exports);
}
