import { InvalidInput, messageOf } from "../../../functions/errors.ts";

/** Matches whole paths. Returns the texts of the capturing groups, or undefined for a path that does not match. */
export type PathPattern = (path: string) => readonly string[] | undefined;

/**
 * A Java regular expression as JavaScript understands it. Letters are code points in both. What JavaScript
 * cannot compile (`\Q…\E`, `\h`, `(?i)` for the whole, possessive quantifiers, `\-` outside of a class) is
 * refused, and so is `&&`, which would mean something else. What differs silently are corners: `\s` takes
 * Unicode's blanks here, `\p{Alpha}` and its like all of Unicode's letters, and `.` takes U+0085.
 * Throws InvalidInput that names `option`.
 */
export function pathPattern(option: string, pattern: string): PathPattern {
  const expression = compile(option, pattern, `^(?:${pattern})$`);
  return (path) => {
    const match = expression.exec(path);
    if (match === null) return undefined;
    // Java turns a group that took no part in the match into this word, and S3DistCp leaves it in the name.
    return [...match].slice(1).map((text: string | undefined) => text ?? "null");
  };
}

/** As pathPattern, and refuses a pattern without a capturing group, on which S3DistCp fails as well. */
export function groupPattern(option: string, pattern: string): PathPattern {
  const groups = (compile(option, pattern, `${pattern}|`).exec("")?.length ?? 1) - 1;
  if (groups === 0) {
    throw new InvalidInput(`${option} must hold a group in parentheses, which says what is concatenated.`);
  }
  return pathPattern(option, pattern);
}

/** Compiles `source`, which is made of `pattern`. */
function compile(option: string, pattern: string, source: string): RegExp {
  if (pattern.includes("&&")) {
    throw new InvalidInput(
      `${option} ${pattern} holds &&, an intersection in Java alone; write it in another way.`,
    );
  }
  try {
    // By itself first: `a)(?:b` would become whole only inside of another pattern.
    new RegExp(pattern, "u");
    return new RegExp(source, "u");
  } catch (error) {
    throw new InvalidInput(
      `${option} cannot be used here: ${messageOf(error)}. ` +
        "Write it so that both Java and JavaScript understand it.",
    );
  }
}
