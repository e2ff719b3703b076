/** What a row of the Price Paid Data is, after it was placed. https://www.gov.uk/guidance/about-the-price-paid-data */
export interface PlacedSale {
  /** The transaction's GUID in small letters, without braces. A sale that is recorded again gets another one. */
  readonly id: string;
  /** The line in which the row begins, counted from 1. */
  readonly line: number;
  /** Added, changed or deleted. Complete and yearly files have additions only. */
  readonly status: "A" | "C" | "D";
  /** Whole pounds. */
  readonly price: number;
  /** The day of the deed, `YYYY-MM-DD`. */
  readonly date: string;
  /** `SW1A 1AA`, or "" if the row has none. */
  readonly postcode: string;
  /** Detached, semi-detached, terraced, flat, other. */
  readonly type: "D" | "S" | "T" | "F" | "O";
  readonly isNew: boolean;
  /** Freehold, leasehold, unknown. */
  readonly tenure: "F" | "L" | "U";
  readonly paon: string;
  readonly saon: string;
  readonly street: string;
  readonly locality: string;
  readonly town: string;
  readonly district: string;
  readonly county: string;
  /** A: at full market price. B: repossessions, buy-to-lets, transfers to companies. */
  readonly category: "A" | "B";
  /** Null if the row says only that the sale has no place here (any more): it was deleted, or it is not counted. */
  readonly place: SalePlace | null;
}

/** Where a sale is: the point of its postcode, and the stations within 1 km. */
export interface SalePlace {
  /** The nearest station. */
  readonly station: string;
  readonly metres: number;
  /** The names of the other stations within 1 km, nearest first. */
  readonly others: readonly string[];
  readonly latitude: number;
  readonly longitude: number;
}

/** Why a row that can be used is not counted. */
export type Exclusion =
  | "repeated"
  | "category"
  | "type"
  | "noPostcode"
  | "unknownPostcode"
  | "noPoint"
  | "outside";

/** What became of the rows of a file: `read = kept + replaced + deleted + the excluded + rejected`. */
export interface ScannedCounts {
  readonly read: number;
  readonly kept: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly excluded: Readonly<Record<Exclusion, number>>;
  readonly rejected: number;
  /** The latest day of a deed; null if no row can be used. */
  readonly latestDate: string | null;
}
