import { PIPELINES } from "../../local/pipelines.ts";

const NAMES = PIPELINES.map(({ name }) => name);

/** All pipelines, as messages list them: `neighbourhood, housing, compliance`. */
export const EVERY_PIPELINE = NAMES.join(", ");

/** All pipelines, as messages list them for a choice: `neighbourhood, housing or compliance`. */
export const ANY_PIPELINE = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(NAMES);
