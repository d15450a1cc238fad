// The notice is part of the site's own article: its sheet gives way to the site's.

/** Adds a style sheet that no style-src can refuse; where a browser cannot, the article goes without. */
export const put = (css: string): void => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  } catch {}
};
