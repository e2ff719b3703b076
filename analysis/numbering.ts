/** Numbers names from 0 in the order in which they are met. */
export interface Numbering<Name> {
  readonly names: readonly Name[];
  number(name: Name): number;
}

export function numbering<Name>(): Numbering<Name> {
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
