import { parseId } from "./id.ts";
import { type Origin, type Point, type Post, REASONS, type Reason } from "./post.ts";

/**
 * Parses `[longitude, latitude]` in degrees, in GeoJSON's order (RFC 7946, 3.1.1). Returns a reason if it is not a
 * point.
 */
export function parsePoint(pair: unknown): Point | Reason {
  if (!Array.isArray(pair) || pair.length !== 2) return REASONS.badCoordinates;
  const [longitude, latitude]: unknown[] = pair;
  if (!isFiniteNumber(longitude) || !isFiniteNumber(latitude)) return REASONS.badCoordinates;
  if (longitude < -180 || longitude > 180) return REASONS.badLongitude;
  if (latitude < -90 || latitude > 90) return REASONS.badLatitude;
  // Adding 0 turns -0, which JSON can hold and PostgreSQL keeps, into 0.
  return { longitude: longitude + 0, latitude: latitude + 0 };
}

const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);

/**
 * The fields of a post before they are checked: unparsed JSON values, where undefined and null mean absent.
 * `point` and `parseTime` depend on the format, because formats write places and times differently.
 */
export interface Draft {
  readonly id: unknown;
  /** The ids of all versions, oldest first. */
  readonly history: unknown;
  readonly text: unknown;
  readonly createdAt: unknown;
  readonly parseTime: (text: string) => string | null;
  readonly language: unknown;
  readonly author: unknown;
  readonly point: Point | Reason | null;
}

/**
 * In UTF-16 units, so that no text takes more than 75 KB of UTF-8. It is far above X's own limit.
 */
const MAX_TEXT = 25_000;

/** Returns the post, or the first reason to reject it. Invalid optional fields (language, author) become null. */
export function checkDraft(draft: Draft, origin: Origin): Post | Reason {
  if (isAbsent(draft.id)) return REASONS.noId;
  const version = parseId(draft.id);
  if (version === null) return REASONS.badId;
  const history = parseHistory(draft.history, draft.id, version);
  if (typeof history === "string") return history;
  const { text } = draft;
  if (typeof text !== "string" || text === "") return REASONS.noText;
  if (text.length > MAX_TEXT) return REASONS.longText;
  if (text.includes("\0")) return REASONS.nul;
  if (!text.isWellFormed()) return REASONS.loneSurrogate;
  if (isAbsent(draft.createdAt)) return REASONS.noDate;
  const createdAt = typeof draft.createdAt === "string" ? draft.parseTime(draft.createdAt) : null;
  if (createdAt === null) return REASONS.badDate;
  if (typeof draft.point === "string") return draft.point;
  return {
    id: history.first,
    version,
    versions: history.length,
    createdAt,
    text,
    language: parseLanguage(draft.language),
    author: parseId(draft.author),
    point: draft.point,
    origin,
  };
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/**
 * The first id of an edit history and its length. A post without a history was never edited. Repeated ids count
 * once. A history that is not a list of ids, or that does not contain the post itself, does not tell reliably which
 * posts are the same. Such a post is rejected. `version` is the canonical form of the post's own `id`.
 */
function parseHistory(
  history: unknown,
  id: unknown,
  version: string,
): { readonly first: string; readonly length: number } | Reason {
  if (isAbsent(history)) return { first: version, length: 1 };
  if (!Array.isArray(history)) return REASONS.badHistory;
  // Nearly all posts were never edited.
  if (history.length === 1 && history[0] === id) return { first: version, length: 1 };
  const ids = new Set<string>();
  let first = version;
  for (const entry of history) {
    const id = parseId(entry);
    if (id === null) return REASONS.badHistory;
    if (ids.size === 0) first = id;
    ids.add(id);
  }
  if (ids.size === 0) return { first: version, length: 1 };
  return ids.has(version) ? { first, length: ids.size } : REASONS.foreignHistory;
}

/** Letters, digits and hyphens, as in BCP 47, which gives tags of up to 35 characters. */
const LANGUAGE = /^[A-Za-z0-9-]{1,35}$/;

const parseLanguage = (value: unknown): string | null =>
  typeof value === "string" && LANGUAGE.test(value) ? value : null;
