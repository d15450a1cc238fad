// What the page has set: attributes of our tag, and fields of an object `window.portcullis` that may exist before us.

/** The value of a setting; empty where there is none. */
export type Settings = (name: string) => string;

/** Objects without what a page's `Object.prototype` has got. */
export const bare = (...sources: object[]): Record<string, unknown> => Object.assign(Object.create(null), ...sources);

export const settingsOf = (given: Record<string, unknown>): Settings => {
  return (name) => {
    const value = given[name];
    return typeof value === 'string' ? value : '';
  };
};
