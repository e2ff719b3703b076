/** A post as the X API v2 gives it, marked as made up. */
export interface SyntheticPost {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
  readonly lang: "en";
  readonly author_id: string;
  readonly edit_history_tweet_ids: readonly string[];
  readonly geo?:
    | { readonly coordinates: { readonly type: "Point"; readonly coordinates: readonly [number, number] } }
    | { readonly place_id: string };
  readonly synthetic: true;
}
