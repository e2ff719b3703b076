/** Node 22 and later: a value that JSON.stringify writes as the digits it was made from, so that none is lost. */
interface RawJson {
  readonly rawJSON: string;
}

interface JSON {
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
}
