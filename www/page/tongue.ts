// In which language a surface is, and from which side it is read.

import { RIGHT_TO_LEFT } from '../generated';
import type { Tongue } from '../shim/surfaces';
import { contains } from '../gate/own';

export const tongueOf = (language: string): Tongue => ({
  language,
  direction: contains(RIGHT_TO_LEFT, language) ? 'rtl' : 'ltr',
});
