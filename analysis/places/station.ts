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
 * The name in the form that object keys and URLs use: lower-case ASCII letters, digits, and single hyphens between
 * them. Accents and apostrophes are removed (`King's Cross St. Pancras` gives `kings-cross-st-pancras`). Other
 * characters between letters become a hyphen. Characters without an ASCII form are removed. The slug of a slug is
 * the same slug. It is empty if the name has neither an ASCII letter nor a digit.
 */
export function stationSlug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
