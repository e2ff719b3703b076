/** What a thing of a stack is called in AWS: `citypulse-dev-extract-posts`. */
export const nameOf = (stack: string, part: string): string => `citypulse-${stack}-${part}`;

/** The tags of everything that a stack makes. */
export const tagsOf = (stack: string) => ({ project: "citypulse", stack });
