// What the page says to the shim, as the scripts beside it read it: its tag, and the policy.

const tag = document.querySelector<HTMLScriptElement>('script[data-policy][src*="portcullis"]');

/** A setting of the tag, or what the page has set before it. */
export const setting = (name: string): string => tag?.dataset[name] || (window as any).portcullis?.[name] || '';

/** The policy that stands in the page: in a script, as for the shim, and in no other element of that name. */
export const inline = (): string | null | undefined => document.querySelector('script#portcullis-policy')?.textContent;

let asked: Promise<string> | undefined;
/** The policy's text, of the page or from its address; asked for once. */
export const policyText = (): Promise<string> =>
  (asked ??= (async () => inline() || (await fetch(setting('policy'), { cache: 'no-cache' })).text())());
