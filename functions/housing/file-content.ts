import { InvalidInput } from "../errors.ts";

/** What a file is by its first bytes. Names and the types that servers give say nothing: error pages are called `.csv` too. */
export type FileContent = "csv" | "gzip" | "zip";

/** How many of a file's first bytes `contentOf` looks at. */
export const HEAD_BYTES = 8192;

/** A zip begins with an entry, or, if it has none, with its directory's end; or with the mark of a zip in pieces. */
const ZIP_SIGNATURES = ["PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x07\x08"];

const GET_IT_AGAIN = "Get the file again, open it in an editor to see what it is, and give the CSV.";

/** The first bytes of what people take for a CSV, and what to do with it. */
const OTHER_FORMATS: readonly { readonly begins: string; readonly name: string; readonly hint: string }[] = [
  {
    begins: "SQLite format 3\0",
    name: "a GeoPackage or another SQLite database",
    hint: "Get the CSV edition of the same data.",
  },
  { begins: "%PDF", name: "a PDF document", hint: GET_IT_AGAIN },
  { begins: "7z\xbc\xaf\x27\x1c", name: "a 7z archive", hint: "Unpack it and give the CSV." },
  { begins: "Rar!\x1a\x07", name: "a RAR archive", hint: "Unpack it and give the CSV." },
  { begins: "BZh", name: "packed by bzip2", hint: "Unpack it and give the CSV, or pack it by gzip." },
  { begins: "\xfd7zXZ\0", name: "packed by xz", hint: "Unpack it and give the CSV, or pack it by gzip." },
  {
    begins: "\x28\xb5\x2f\xfd",
    name: "packed by Zstandard",
    hint: "Unpack it and give the CSV, or pack it by gzip.",
  },
  {
    begins: "\xd0\xcf\x11\xe0",
    name: "a spreadsheet of Excel (.xls)",
    hint: 'Save it as "CSV UTF-8" and give that.',
  },
  {
    begins: "\xff\xfe",
    name: "text in UTF-16",
    hint: 'Save it as UTF-8, which spreadsheets call "CSV UTF-8".',
  },
  {
    begins: "\xfe\xff",
    name: "text in UTF-16",
    hint: 'Save it as UTF-8, which spreadsheets call "CSV UTF-8".',
  },
  { begins: "PAR1", name: "a Parquet file", hint: "Give the CSV." },
];

/**
 * What a file holds by its first bytes, `HEAD_BYTES` of them or all.
 *
 * @param where the file's name, as messages give it.
 * @throws InvalidInput if it is empty or none of these: a web page, XML, JSON, another archive, a picture.
 */
export function contentOf(head: Uint8Array, where: string): FileContent {
  if (head.length === 0)
    throw new InvalidInput(`${where} is empty.`, { hint: "Get the file again: nothing of it arrived." });
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, HEAD_BYTES));
  const start = bytes.toString("latin1");
  if (start.startsWith("\x1f\x8b")) return "gzip";
  if (ZIP_SIGNATURES.some((signature) => start.startsWith(signature))) return "zip";
  const format = OTHER_FORMATS.find(({ begins }) => start.startsWith(begins));
  if (format !== undefined)
    throw new InvalidInput(`${where} is ${format.name}, and not a CSV.`, { hint: format.hint });
  if (start.includes("\0") || hasControls(start.slice(0, 4)))
    throw new InvalidInput(`${where} has bytes that no text has, so it is not a CSV.`, {
      hint: GET_IT_AGAIN,
    });
  refuseDocument(bytes.toString("utf8"), where);
  return "csv";
}

/** Refuses the documents that servers send in place of a file. */
function refuseDocument(text: string, where: string): void {
  const start = text.replace(/^\ufeff?\s*/, "");
  if (start === "")
    throw new InvalidInput(`${where} has nothing but blanks.`, {
      hint: "Get the file again: nothing of it arrived.",
    });
  if (start.startsWith("<")) throw pageInstead(start, where);
  // The id of a sale, {34222872-…}, is no JSON.
  if (/^\{\s*["}]|^\[\s*[[{"\]]/.test(start))
    throw new InvalidInput(`${where} is JSON, and not a CSV: it begins with ${beginningOf(start)}.`, {
      hint: "The server answered with a message or with another format. Read it, and get the CSV.",
    });
}

function pageInstead(page: string, where: string): InvalidInput {
  const isPage = /^<(!doctype\s+html|html|head|body)|<html[\s>]/i.test(page);
  if (
    isPage &&
    (/type=["']?password/i.test(page) || /\b(sign|log)[ -]?in\b/i.test(contentOfTag(page, "title")))
  )
    return new InvalidInput(`${where} is a login page (HTML${titleOf(page)}), and not a CSV.`, {
      hint: "Sign in with a browser, download the file there, and give it as a file.",
    });
  if (isPage)
    return new InvalidInput(`${where} is a web page (HTML${titleOf(page)}), and not a CSV.`, {
      hint: "The server, or a proxy before it, answered with a page. Open the address in a browser and read what it says.",
    });
  const [code, message] = ["Code", "Message"].map((tag) => contentOfTag(page, tag).replace(/\.$/, ""));
  const says = [code, message].filter((part) => part !== "").join(": ");
  return new InvalidInput(
    `${where} is XML, and not a CSV: ${says === "" ? `it begins with ${beginningOf(page)}` : `it says "${says}"`}.`,
    {
      hint: "The server answered with an error. Check the address: the files have moved before.",
    },
  );
}

const titleOf = (page: string): string => {
  const title = contentOfTag(page, "title");
  return title === "" ? "" : `, "${title}"`;
};

const contentOfTag = (page: string, tag: string): string =>
  shortened(new RegExp(`<${tag}[^>]*>([^<]*)`, "i").exec(page)?.[1] ?? "");

const beginningOf = (text: string): string => JSON.stringify(shortened(text.slice(0, 200)));

const LONGEST_QUOTE = 80;

/** On one line, without characters that move a terminal's cursor. */
function shortened(text: string): string {
  const line = [...text].map((character) => (hasControls(character) ? " " : character)).join("");
  const words = line.replace(/\s+/g, " ").trim();
  return words.length <= LONGEST_QUOTE ? words : `${words.slice(0, LONGEST_QUOTE)}…`;
}

/** Characters that are no text; tabs, line ends and the end-of-file mark of DOS are. */
const hasControls = (text: string): boolean =>
  [...text].some((character) => {
    const code = character.charCodeAt(0);
    return (code < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1a].includes(code)) || code === 0x7f;
  });
