/** Adds a style sheet that no style-src can refuse; where a browser cannot, the page goes unstyled. */
export function adopt(css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  } catch {}
}
