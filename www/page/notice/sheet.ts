// Sheets of what is drawn into the site's own article, where they give way to the site's, and of trees of our own.

/** Adds a style sheet that no style-src can refuse; where a browser cannot, what they are for goes without. */
export const put = (css: string, root: Document | ShadowRoot = document): void => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets.push(sheet);
  } catch {}
};
