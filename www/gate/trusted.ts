// The one policy of ours for pages that demand trusted types. Such a page allows it by its name, `portcullis`.

type Creates = 'createHTML' | 'createScript' | 'createScriptURL';
/** What it makes stands where code or markup is assigned: to TypeScript, a text. */
export type TrustedPolicy = Record<Creates, (text: string) => string>;

const same = (text: string): string => text;
const RULES: TrustedPolicy = { createHTML: same, createScript: same, createScriptURL: same };

let policy: TrustedPolicy | undefined;

/** Takes over the policy that the latch has made: a page allows one of that name. */
export const useTrustedPolicy = (made: TrustedPolicy | undefined): void => {
  policy ??= made;
};

const made = (): TrustedPolicy => {
  try {
    return (window as Realm).trustedTypes?.createPolicy('portcullis', RULES) ?? RULES;
  } catch {
    console.warn(
      "portcullis: this page's Content-Security-Policy needs `trusted-types portcullis` to load our scripts",
    );
    return RULES;
  }
};

/** The text as a page takes it where it becomes code. */
export const trusted = (kind: Creates, text: string): string => {
  policy ??= made();
  return policy[kind](text);
};
