/** What the server answers, without the headers that every answer has. */
export interface Response {
  readonly status: number;
  readonly body: string;
  /** How many posts are in it, which X charges. */
  readonly posts: number;
}

const TYPES = "https://api.twitter.com/2/problems";

/** A fault of the request, in X's form. */
export const refusal = (
  status: number,
  message: string,
  parameters: Readonly<Record<string, readonly string[]>>,
): Response => ({
  status,
  body: JSON.stringify({
    errors: [{ parameters, message }],
    title: "Invalid Request",
    detail: "One or more parameters to your request was invalid.",
    type: `${TYPES}/invalid-request`,
  }),
  posts: 0,
});

const problem = (status: number, title: string, detail: string, type: string): Response => ({
  status,
  body: JSON.stringify({ title, detail, type: `${TYPES}/${type}`, status }),
  posts: 0,
});

export const PROBLEMS = {
  unauthorized: problem(401, "Unauthorized", "Unauthorized", "unauthorized"),
  forbidden: problem(
    403,
    "Client Forbidden",
    "When authenticating requests to the Twitter API v2 endpoints, you must use keys from an app in a Project.",
    "client-forbidden",
  ),
  wrongToken: problem(
    403,
    "Unsupported Authentication",
    "Authenticating with OAuth 2.0 User Context is forbidden for this endpoint.",
    "unsupported-authentication",
  ),
  noCredits: problem(402, "CreditsDepleted", "Your account does not have any credits.", "credits"),
  usageCap: problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", "usage-capped"),
  tooMany: problem(429, "Too Many Requests", "Too Many Requests", "too-many-requests"),
  unavailable: problem(503, "Service Unavailable", "Service Unavailable", "about:blank"),
} as const;

/** In milliseconds; null where it is not given. */
export function timeParameter(parameters: URLSearchParams, name: string): number | null {
  const text = parameters.get(name);
  return text === null ? null : Date.parse(text);
}
