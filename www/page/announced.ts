// The version of a policy that is announced, where it is a file of its own.

import type { Drawing } from '../generated';
import { textOf } from './fetched';
import type { Opened, Openings } from './opened';

interface Next {
  text: string | undefined;
  files: Record<string, string>;
}

const nextOf = async (openings: Openings, { page, policy }: Opened): Promise<Next> => {
  const path = page.next();
  if (path === undefined) return { text: undefined, files: {} };
  const text = await textOf(new URL(path, policy.address).href, { cache: 'no-cache' });
  return { text, files: await openings.filesOf(text) };
};

/** What is said of it; nothing where none is announced, or it cannot be had. */
export const announced = async (openings: Openings, opened: Opened): Promise<Drawing[]> => {
  try {
    const { text, files } = await nextOf(openings, opened);
    return opened.page.announced(text, files);
  } catch (error) {
    console.warn('portcullis: the announced version:', error);
    return [];
  }
};

/** The same beside the page. */
export const aside = async (openings: Openings, opened: Opened): Promise<Drawing | undefined> => {
  const { text, files } = await nextOf(openings, opened);
  return opened.page.aside(text, files);
};
