import { fileURLToPath } from "node:url";

const bundled = (file: string): string => fileURLToPath(new URL(`../data/${file}`, import.meta.url));

/** The stations in S1's columns; see data/stations.md. */
export const BUNDLED_STATIONS = bundled("stations.csv");

/** Synthetic posts for a first look; see data/synthetic/README.md. */
export const SYNTHETIC_POSTS = bundled("synthetic-posts.jsonl");

/** Synthetic sales of homes, as the Price Paid Data has them; see data/synthetic/README.md. */
export const SYNTHETIC_SALES = bundled("synthetic-sales.csv.gz");

/** The made-up postcodes of these sales, as the ONS Postcode Directory has them. */
export const SYNTHETIC_POSTCODES = bundled("synthetic-postcodes.csv.gz");
