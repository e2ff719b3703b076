/** Where an object stands in a JSON text. */
export interface ObjectSpan {
  /** The offset of its opening brace, and the one behind its closing brace. */
  readonly start: number;
  readonly end: number;
  /** The names of the fields that lead to it, the elements of a list all having the list's; of many the first three and the last. */
  readonly path: readonly string[];
  readonly isElement: boolean;
  /** Whether a field of its own has the name of one that holds an id, or wraps what does. */
  readonly hasId: boolean;
}

interface Frame {
  readonly start: number;
  readonly path: readonly string[];
  readonly isList: boolean;
  readonly isElement: boolean;
  /** Of an object: the field whose value comes next. */
  key: string;
  expectsKey: boolean;
  hasId: boolean;
}

const ID_KEYS = new Set(["id", "id_str", "media_key", "tweet"]);
const LONGEST_PATH = 4;

/** All objects of a text that JSON.parse takes, each after those inside it. */
export function objectSpans(text: string): ObjectSpan[] {
  const spans: ObjectSpan[] = [];
  const frames: Frame[] = [];
  for (let index = 0; index < text.length; index++) {
    const frame = frames.at(-1);
    const character = text[index];
    if (character === '"') {
      const end = endOfString(text, index);
      if (frame?.expectsKey) {
        frame.key = JSON.parse(text.slice(index, end));
        frame.expectsKey = false;
        frame.hasId ||= ID_KEYS.has(frame.key);
      }
      index = end - 1;
    } else if (character === "{" || character === "[") {
      frames.push(openFrame(index, character === "[", frame));
    } else if (character === "}" || character === "]") {
      const closed = frames.pop();
      if (closed !== undefined && !closed.isList) {
        const { start, path, isElement, hasId } = closed;
        spans.push({ start, end: index + 1, path, isElement, hasId });
      }
    } else if (character === "," && frame !== undefined) {
      frame.expectsKey = !frame.isList;
    }
  }
  return spans;
}

function openFrame(start: number, isList: boolean, parent: Frame | undefined): Frame {
  const path = parent === undefined ? [] : parent.isList ? parent.path : joined(parent.path, parent.key);
  return {
    start,
    path,
    isList,
    isElement: parent?.isList ?? false,
    key: "",
    expectsKey: !isList,
    hasId: false,
  };
}

const joined = (path: readonly string[], key: string): string[] => [...path.slice(0, LONGEST_PATH - 1), key];

/** The offset behind the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index];
    if (character === "\\") index += 1;
    else if (character === '"') return index + 1;
  }
  return text.length;
}
