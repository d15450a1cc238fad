// A wasm, given to the glue that wasm-bindgen wrote for it.

/** The answer, where it is one. */
export const answered = async (asking: Response | Promise<Response>): Promise<Response> => {
  const answer = await asking;
  return answer.ok ? answer : Promise.reject(Error(`${answer.url} answered ${answer.status}`));
};

/** Fetches and starts it; fails where it is missing, is not what was built, or may not run. */
export async function instantiate(give: (exports: WebAssembly.Exports) => void, imports: object, url: string, integrity: string): Promise<void> {
  const answer = await answered(fetch(url, { integrity }));
  // By bytes, not by stream: a host that sends the wrong MIME type is no reason to fail.
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), { a: imports as any });
  give(instance.exports);
}
