/** Numbers names from 0, in the order in which they first occur. */
export interface Interner<Name> {
  readonly names: readonly Name[];
  number(name: Name): number;
}

export function interner<Name>(): Interner<Name> {
  const names: Name[] = [];
  const numbers = new Map<Name, number>();
  return {
    names,
    number(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}

/** Gives the same numbers, and faster if a name repeats the one before. */
export function internRuns<Name>({ number }: Interner<Name>): (name: Name) => number {
  let last: { readonly name: Name; readonly number: number } | undefined;
  return (name) => {
    if (last === undefined || last.name !== name) last = { name, number: number(name) };
    return last.number;
  };
}
