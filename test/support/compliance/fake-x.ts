import type { IncomingMessage } from "node:http";
import type { Json } from "../../../functions/ports.ts";
import { type Answer, bodyOf, serve } from "../serve.ts";

interface Job {
  readonly id: string;
  readonly name: string | undefined;
  status: string;
  uploadExpires: number;
  ids: string[] | null;
  looks: number;
}

export interface FakeX {
  readonly baseUrl: string;
  /** The posts that X no longer shows, each with the reason. */
  readonly removed: Map<string, string>;
  /** `POST /2/compliance/jobs`, in the order of arrival; a signed address without its signature. */
  readonly requests: string[];
  readonly jobs: Job[];
  /** What was uploaded, one list a job. */
  readonly asked: string[][];
  /** How many looks at a job it takes until it is complete. */
  looksUntilComplete: number;
  /** By X's clock. */
  now: () => number;
  /** Set to answer requests otherwise; undefined from it means the usual answer, null to break the connection. */
  intercept: ((request: IncomingMessage, body: string) => Answer | null | undefined) | undefined;
  close(): Promise<void>;
}

export const BEARER_TOKEN = "AAAAfakeBearerTokenOfTheTests";
const SIGNATURE = "X-Goog-Signature=fakeSignatureOfTheTests";
const UPLOAD_MILLISECONDS = 15 * 60_000;

/** X's batch compliance and its storage over HTTP, after X's documentation: one job for posts at a time. */
export async function startFakeX(): Promise<FakeX> {
  const server = await serve(async (request) => {
    const body = (await bodyOf(request)).toString();
    fake.requests.push(`${request.method} ${request.url?.split("?X-Goog")[0]}`);
    const intercepted = fake.intercept?.(request, body);
    if (intercepted === null) {
      request.socket.destroy();
      return null;
    }
    const answer = intercepted ?? answerTo(fake, request, body);
    return { ...answer, headers: { date: new Date(fake.now()).toUTCString(), ...answer.headers } };
  });
  const fake: FakeX = {
    baseUrl: server.url,
    removed: new Map(),
    requests: [],
    jobs: [],
    asked: [],
    looksUntilComplete: 2,
    now: Date.now,
    intercept: undefined,
    close: server.close,
  };
  return fake;
}

const json = (status: number, body: Json): Answer => ({ status, body: JSON.stringify(body) });

/** An error as X words it. */
export const problem = (status: number, title: string, type = "about:blank"): Answer =>
  json(status, { title, type, status, detail: `${title}, as the test asked` });

function answerTo(fake: FakeX, request: IncomingMessage, body: string): Answer {
  const { pathname, search } = new URL(request.url ?? "", fake.baseUrl);
  const [, place, ...rest] = pathname.split("/");
  if (place === "storage") {
    if (search !== `?${SIGNATURE}`) return problem(403, "SignatureDoesNotMatch");
    if (request.headers.authorization !== undefined) return problem(400, "A token for X's storage");
    return storage(fake, request, rest.at(-1) ?? "", body);
  }
  if (request.headers.authorization !== `Bearer ${BEARER_TOKEN}`) return problem(401, "Unauthorized");
  const id = rest[2];
  if (request.method === "POST") return create(fake, JSON.parse(body));
  if (id === undefined) {
    const data = fake.jobs.map((job) => described(fake, job));
    return json(200, data.length === 0 ? { meta: { result_count: 0 } } : { data });
  }
  const job = fake.jobs.find((known) => known.id === id);
  if (job === undefined) return problem(404, "Not Found");
  if (job.ids !== null && job.status === "in_progress" && ++job.looks >= fake.looksUntilComplete)
    job.status = "complete";
  return json(200, { data: described(fake, job) });
}

function create(fake: FakeX, { type, name }: { type?: string; name?: string }): Answer {
  if (type !== "tweets") return problem(400, "Invalid Request");
  const isBusy = fake.jobs.some(
    (job) => job.status === "in_progress" || (job.status === "created" && job.uploadExpires > fake.now()),
  );
  if (isBusy) return problem(409, "You have reached the limit of concurrent jobs");
  const job: Job = {
    id: String(1_425_543_269_983_784_962n + BigInt(fake.jobs.length)),
    name,
    status: "created",
    uploadExpires: fake.now() + UPLOAD_MILLISECONDS,
    ids: null,
    looks: 0,
  };
  fake.jobs.push(job);
  return json(200, { data: described(fake, job) });
}

const described = (fake: FakeX, job: Job): Json => ({
  id: job.id,
  type: "tweets",
  ...(job.name === undefined ? {} : { name: job.name }),
  status: job.status === "created" && job.uploadExpires <= fake.now() ? "expired" : job.status,
  resumable: false,
  created_at: "2026-11-16T18:00:00.000Z",
  upload_url: `${fake.baseUrl}/storage/submission/${job.id}?${SIGNATURE}`,
  upload_expires_at: new Date(job.uploadExpires).toISOString(),
  download_url: `${fake.baseUrl}/storage/results/${job.id}?${SIGNATURE}`,
  download_expires_at: "2026-11-23T18:00:00.000Z",
});

function storage(fake: FakeX, request: IncomingMessage, id: string, body: string): Answer {
  const job = fake.jobs.find((known) => known.id === id);
  if (job === undefined) return problem(404, "NoSuchKey");
  if (request.method === "PUT") {
    if (request.headers["content-type"] !== "text/plain") return problem(400, "Wrong type");
    if (job.status !== "created" || job.uploadExpires <= fake.now()) return problem(403, "ExpiredToken");
    job.ids = body.split("\n").filter(Boolean);
    job.status = "in_progress";
    fake.asked.push(job.ids);
    return { status: 200, body: "" };
  }
  if (job.status !== "complete") return problem(404, "NoSuchKey");
  const lines = (job.ids ?? []).flatMap((asked) => {
    const reason = fake.removed.get(asked);
    if (reason === undefined) return [];
    const event = { id: asked, action: "delete", created_at: "2026-11-10T00:00:00.000Z", reason };
    return [`${JSON.stringify(event)}\n`];
  });
  return { status: 200, body: lines.join("") };
}
