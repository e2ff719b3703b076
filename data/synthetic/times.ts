import type { Random } from "./random.ts";

/** The week of the posts begins on Monday, 9 November 2026, 00:00 UTC. */
const BEGIN = Date.UTC(2026, 10, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How much is written in each hour of a day: little at night, most on the way home. */
const HOURS = [3, 2, 1, 1, 1, 3, 8, 14, 16, 11, 9, 9, 12, 12, 9, 9, 11, 16, 18, 16, 13, 11, 9, 6];
const WEEKDAYS = [10, 10, 10, 11, 13, 14, 12];

/** A second of the week. */
export const drawTime = (random: Random): Date =>
  new Date(
    BEGIN + random.weighted(WEEKDAYS) * DAY + random.weighted(HOURS) * HOUR + random.integer(3600) * 1000,
  );

/** When X began to count, in milliseconds (its open-sourced Snowflake, 2010): ids hold the time since then. */
const SNOWFLAKE_EPOCH = 1_288_834_974_657n;

/** The id of a post of this time: 19 digits, the time in milliseconds and 22 more bits. */
export const idAt = (time: Date, random: Random): string =>
  String(((BigInt(time.getTime()) - SNOWFLAKE_EPOCH) << 22n) | BigInt(random.integer(2 ** 22)));
