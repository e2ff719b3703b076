/** Why a record cannot be used. The texts are stable, since equal reasons are counted across runs. */
export const REASONS = {
  notJson: "not JSON",
  notObject: "not a JSON object",
  noPost: "neither a post nor a page of posts",
  problem: "a problem that the API reported instead of posts",
  noId: "no id",
  badId: "an id that is none",
  badHistory: "an edit history that is no list of ids",
  foreignHistory: "an edit history without the post itself",
  noText: "no text",
  longText: "a text of more than 25,000 characters",
  nul: "a NUL character in the text",
  loneSurrogate: "a lone surrogate in the text",
  noDate: "no date",
  badDate: "a date that is none",
  badCoordinates: "coordinates that are not two numbers",
  badLongitude: "a longitude outside -180 to 180",
  badLatitude: "a latitude outside -90 to 90",
} as const;

export type Reason = (typeof REASONS)[keyof typeof REASONS];
