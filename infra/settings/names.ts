/** What a thing of a stack is called in AWS: `citypulse-dev-alerts`. */
export const nameOf = (stack: string, part: string): string => `citypulse-${stack}-${part}`;

/** The tags of everything that a stack makes. */
export const tagsOf = (stack: string) => ({ project: "citypulse", stack });

/** What the function `extractPosts` in functions/lambda/neighbourhood is called after the stack: `neighbourhood-extract-posts`. */
export const functionName = (folder: string, name: string): string => `${folder}-${fileOf(name)}`;

/** Where that function begins in its folder, such as `functions/lambda/neighbourhood/extract-posts.ts`. */
export const functionEntry = (folder: string, name: string): string => `${folder}/${fileOf(name)}.ts`;

const fileOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
