// Lists, maps and sets that are read by functions of ours. A script of the page may replace the methods of `Array` or
// `Map`: what decides whether something may go must not change with them (docs/faults.md has what is tried).

export const mapped = <Item, Made>(list: readonly Item[], make: (item: Item, at: number) => Made): Made[] => {
  const made: Made[] = [];
  for (let at = 0; at < list.length; at++) made[at] = make(list[at]!, at);
  return made;
};

export function filtered<Item, Wanted extends Item>(
  list: readonly Item[],
  isWanted: (item: Item) => item is Wanted,
): Wanted[];
export function filtered<Item>(list: readonly Item[], isWanted: (item: Item) => unknown): Item[];
export function filtered<Item>(list: readonly Item[], isWanted: (item: Item) => unknown): Item[] {
  const wanted: Item[] = [];
  for (let at = 0; at < list.length; at++) if (isWanted(list[at]!)) wanted[wanted.length] = list[at]!;
  return wanted;
}

export const first = <Item>(list: readonly Item[], isWanted: (item: Item) => unknown): Item | undefined => {
  for (let at = 0; at < list.length; at++) if (isWanted(list[at]!)) return list[at];
  return undefined;
};

export const any = <Item>(list: readonly Item[], test: (item: Item, at: number) => unknown): boolean => {
  for (let at = 0; at < list.length; at++) if (test(list[at]!, at)) return true;
  return false;
};

export const all = <Item>(list: readonly Item[], test: (item: Item, at: number) => unknown): boolean =>
  !any(list, (item, at) => !test(item, at));

export const contains = <Item>(list: readonly Item[], wanted: Item): boolean => any(list, (item) => item === wanted);

const { prototype: map } = Map;
const MAP = {
  get: map.get,
  set: map.set,
  has: map.has,
  delete: map.delete,
  clear: map.clear,
  keys: map.keys,
  values: map.values,
  [Symbol.iterator]: map[Symbol.iterator],
};
/** A map that has its methods itself. */
export const ownMap = <Key, Value>(): Map<Key, Value> => Object.assign(new Map<Key, Value>(), MAP);

const { prototype: set } = Set;
const SET = {
  add: set.add,
  has: set.has,
  delete: set.delete,
  clear: set.clear,
  [Symbol.iterator]: set[Symbol.iterator],
};
/** A set that has its methods itself. */
export const ownSet = <Item>(): Set<Item> => Object.assign(new Set<Item>(), SET);
