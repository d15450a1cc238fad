// In which language a surface is, and from which side it is read.

import { RIGHT_TO_LEFT } from '../generated';
import type { Tongue } from '../shim/surfaces';

export const tongueOf = (language: string): Tongue => ({
  language,
  direction: RIGHT_TO_LEFT.some((known) => known === language) ? 'rtl' : 'ltr',
});
