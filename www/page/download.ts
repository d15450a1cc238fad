// A text, as a file that the visitor takes away.

export const save = (name: string, type: string, text: string): void => {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { download: name, href }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
};
