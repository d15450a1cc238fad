// What browsers have and TypeScript's library does not know.

/** A window with its classes, of which a browser may lack any and a page may have replaced any. */
type Realm = Window & typeof globalThis & Record<string, any>;

interface Navigator {
  /** Global Privacy Control. */
  readonly globalPrivacyControl?: boolean;
}
