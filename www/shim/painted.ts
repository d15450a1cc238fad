/** A click is painted before vendors take the processor; a hidden page paints nothing. */
export const painted = (): Promise<void> =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 999);
  });
