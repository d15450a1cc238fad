// What a bench says of its runs.

export const median = (numbers) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];

const quarter = (numbers, part) =>
  numbers.toSorted((one, other) => one - other)[Math.round((numbers.length - 1) * part)];

/** The median, and between which values the middle half lies. */
export const spread = (numbers, digits = 0) =>
  `${median(numbers).toFixed(digits)} (${quarter(numbers, 0.25).toFixed(digits)}–${quarter(numbers, 0.75).toFixed(digits)})`;
