const ENTITIES: ReadonlyArray<readonly [character: string, entity: string]> = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
];

/** `<name>children</name>`; the children are XML already. */
export const element = (name: string, ...children: readonly string[]): string =>
  `<${name}>${children.join("")}</${name}>`;

/** `<name>value</name>` with the value escaped. */
export const leaf = (name: string, value: string): string =>
  element(
    name,
    ENTITIES.reduce((text, [character, entity]) => text.replaceAll(character, entity), value),
  );

/** What leaf has escaped; `&amp;` comes last, or it would make entities of its own. */
export const unescapeXml = (text: string): string =>
  ENTITIES.toReversed().reduce((rest, [character, entity]) => rest.replaceAll(entity, character), text);
