export interface Station {
  /** As the stations file writes it; unique. */
  name: string;
  /** `stationSlug(name)`; unique, too. */
  slug: string;
  /** As the stations file writes it: `1`, `2/3` on the boundary of two zones; may be empty. */
  zone: string;
  /** Degrees, WGS 84. */
  latitude: number;
  /** Degrees, WGS 84. */
  longitude: number;
}

/**
 * The name as keys and addresses can carry it: lower-case ASCII letters, digits, and single hyphens between
 * them. Accents and apostrophes vanish (`King's Cross St. Pancras` gives `kings-cross-st-pancras`), whatever
 * else stands between letters becomes a hyphen, and what has no ASCII form is left out. A slug stays what it
 * is. Empty where the name has neither an ASCII letter nor a digit.
 */
export function stationSlug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
