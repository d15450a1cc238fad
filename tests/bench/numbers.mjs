// What a bench says of its runs.

export const median = (numbers) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];

const quarter = (numbers, part) =>
  numbers.toSorted((one, other) => one - other)[Math.round((numbers.length - 1) * part)];

/** The median, and between which values the middle half lies. */
export const spread = (numbers, digits = 0) => {
  const [middle, low, high] = [median(numbers), quarter(numbers, 0.25), quarter(numbers, 0.75)];
  return `${middle.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
};
