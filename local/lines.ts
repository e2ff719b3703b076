/**
 * The lines of a stream, as many at a time as a chunk ends. A line ends at the byte 0x0A alone (readline would
 * also break at U+2028), and one carriage return before it belongs to the line's end. The last line needs none.
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  // A chunk may end inside a character, and the decoder keeps its first bytes for the next.
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield lines.map(withoutReturn);
  }
  rest += decoder.decode();
  if (rest !== "") yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);
