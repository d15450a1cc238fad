// Files that a page fetches; where one does not come, the error says what to do about it.

/** Asks for a file; fails where there is none. */
export const ask = async (address: string, options?: RequestInit): Promise<Response> => {
  let answer: Response;
  try {
    answer = await fetch(address, options);
  } catch (error) {
    throw new Error(`${address} did not come (${(error as Error).message}): is it there, and may this page fetch it?`);
  }
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: deploy the folder as a whole`);
  return answer;
};

export const textOf = async (address: string, options?: RequestInit): Promise<string> =>
  (await ask(address, options)).text();

/** Fetches files once each; one that has not come is asked for again the next time. */
export const onceEach = <Key, Value>(fetches: (key: Key) => Promise<Value>): ((key: Key) => Promise<Value>) => {
  const known = new Map<Key, Promise<Value>>();
  return (key) => {
    const present = known.get(key);
    if (present) return present;
    const asked = fetches(key);
    known.set(key, asked);
    asked.catch(() => known.delete(key));
    return asked;
  };
};
