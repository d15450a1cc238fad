// A style that the page's own cannot reach. Against a page's `!important` ours has to be important too, and
// among important declarations those in a layer win over those in none: docs/decisions/011.

/** The sheet as it is adopted: important throughout, in a layer, and of the scheme that the site asks for. */
export const dressed = (css: string, scheme: string): string => {
  if (/^(light|dark)$/.test(scheme)) css = css.replace('var(--portcullis-ground,light dark)', scheme);
  if (!CSS.supports('color:light-dark(red,red)')) css = css.replace(/light-dark\((.+?),.+?\)/g, '$1');
  return `@layer portcullis{${css.replace(/[^}](?=[;}])/g, '$&!important')}}`;
};

/** Adds a style sheet that no style-src can refuse; where a browser cannot, the page goes unstyled. */
export function adopt(css: string, scheme: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(dressed(css, scheme));
    document.adoptedStyleSheets.push(sheet);
  } catch {}
}
