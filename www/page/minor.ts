import type { Shim } from '../shim/between';

/** Whether the host says that this is a child; what is not plainly an adult is taken for one. */
export const minor = (shim: Shim) => !/^(adult)?$/.test(shim.setting('age'));
