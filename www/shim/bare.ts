// Objects without what all objects have.

/** What that has of its own: whatever a page's `Object.prototype` has got, no policy says it. */
export const bare = (it?: any): any => ({ __proto__: null, ...it });
