import { field, isJsonObject, parseJson } from "../../analysis/json.ts";
import { draftOfArchive, draftOfV2 } from "../../analysis/posts/formats.ts";
import { parseId } from "../../analysis/posts/id.ts";

/** A post that a record holds, by the ids that X may name it with. */
export interface NamedPost {
  /** Its own id, and those of all versions that its edit history lists. */
  readonly ids: readonly string[];
  /** The ids of the posts that it repeats word for word, being a retweet: it goes where one of them goes. */
  readonly copyOf: readonly string[];
}

/**
 * The posts that stand anywhere in a record: the post itself, those of a page, those in its `includes`, those that an
 * archive nests in another. A record that is not JSON holds what looks like an id in it. A post without a usable
 * id is not found, since X cannot be asked about it.
 */
export function postsIn(record: string): NamedPost[] {
  const value = parseJson(record);
  if (value === undefined) return idsInText(record).map((id) => ({ ids: [id], copyOf: [] }));
  const found: NamedPost[] = [];
  // A list of what is left, rather than a call for each level: a record may be nested as deeply as it likes.
  const left: { value: unknown; isListed: boolean }[] = [{ value, isListed: true }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, isListed } = next;
    if (Array.isArray(value)) {
      for (const element of value) left.push({ value: element, isListed });
    } else if (isJsonObject(value)) {
      const post = namePost(value, isListed);
      if (post !== null) found.push(post);
      for (const [key, part] of Object.entries(value)) left.push({ value: part, isListed: key === "data" });
    }
  }
  return found;
}

/** Whether one of the ids is that of the post, of a version of it, or of what it repeats. */
export const isNamed = ({ ids, copyOf }: NamedPost, names: ReadonlySet<string>): boolean =>
  ids.some((id) => names.has(id)) || copyOf.some((id) => names.has(id));

/** A value with an id and a text is a post. `isListed` says that it is in the place of a post, even without a text. */
export function namePost(value: unknown, isListed: boolean): NamedPost | null {
  if (!isJsonObject(value)) return null;
  const post = isJsonObject(value.tweet) && value.id === undefined ? value.tweet : value;
  if (!isListed && !TEXTS.some((name) => post[name] !== undefined)) return null;
  const { id, history } = post.id_str === undefined ? draftOfV2(post) : draftOfArchive(post);
  const own = parseId(id);
  if (own === null) return null;
  return { ids: [...new Set([own, ...idsOf(history)])], copyOf: retweetedBy(post) };
}

const TEXTS = ["text", "full_text", "note_tweet"];

function retweetedBy(post: Readonly<Record<string, unknown>>): string[] {
  const nested = field(post.retweeted_status, "id_str") ?? field(post.retweeted_status, "id");
  const references: unknown[] = Array.isArray(post.referenced_tweets) ? post.referenced_tweets : [];
  const retweeted = references.filter((reference) => field(reference, "type") === "retweeted");
  return idsOf([nested, ...retweeted.map((reference) => field(reference, "id"))]);
}

const idsOf = (values: unknown): string[] =>
  (Array.isArray(values) ? values : []).map(parseId).filter((id) => id !== null);

const ID_IN_TEXT = /"id(?:_str)?"\s*:\s*"?(\d{1,19})/g;

const idsInText = (text: string): string[] => idsOf([...text.matchAll(ID_IN_TEXT)].map(([, id]) => id));
