/** What an execution of the neighbourhood pipeline can be started with, besides its run's id and its scheduled time. */
export const NEIGHBOURHOOD_INPUT = {
  id: "runId",
  fields: {
    /** Where posts are analysed; `auto` takes EMR from a configured number of posts on. */
    engine: { kind: "choice", values: ["auto", "lambda", "emr"], default: "auto" },
    /** Only posts around these stations, by their names in the stations file. */
    stations: { kind: "names" },
    /** Only posts from this time on. */
    from: { kind: "time" },
    /** Only posts before this time. */
    to: { kind: "time", after: "from" },
  },
} as const;
