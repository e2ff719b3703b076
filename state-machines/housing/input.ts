/** What an execution of the housing pipeline can be started with, besides its run's id and its scheduled time: nothing. */
export const HOUSING_INPUT = { id: "runId", fields: {} } as const;
