import { z } from "zod";
import {
  type ComplianceJob,
  type ComplianceJobs,
  type NamedByX,
  RateLimited,
} from "../../../compliance/ports.ts";
import { SourceRejected, SourceUnavailable } from "../../../errors.ts";
import { limitAfterRefusal, type Waits } from "../x-api/limits.ts";
import { isRateLimit, problemOf, refusal } from "../x-api/refusal.ts";
import { type Reply, type XRequest, xApi } from "../x-api/send.ts";
import { askStorage, withAttempts } from "./attempts.ts";

export interface ComplianceOptions {
  /** The app's own token (app-only), asked for before each request. It is sent to X alone, never to its storage. */
  readonly bearerToken: () => Promise<string>;
  readonly now: () => Date;
  /** Another server than X's, for tests. */
  readonly baseUrl?: string | undefined;
  /** How long until a request that failed is made again, in milliseconds; twice as long the second time. */
  readonly pauseMilliseconds?: number | undefined;
}

const Job = z.object({
  id: z.string(),
  name: z.string().nullish(),
  status: z.enum(["created", "in_progress", "complete", "expired", "failed"]),
  upload_url: z.string(),
  upload_expires_at: z.string(),
  download_url: z.string(),
});
const OneJob = z.object({ data: Job });
/** Without jobs there is no list. */
const Jobs = z.object({ data: z.array(Job).optional() });

const Named = z.object({ id: z.string().regex(/^\d{1,19}$/), reason: z.string().catch("deleted") });

/** Ten minutes for 20 MB, and half a minute for an answer of X. */
const UPLOAD_MILLISECONDS = 600_000;
const ANSWER_MILLISECONDS = 30_000;
const ATTEMPTS = 3;

/** X's limits of batch compliance are windows of 15 minutes. */
const WAITS: Waits = { shortest: 1_000, longest: 15 * 60_000 };

const resumeAt = ({ headers }: Reply, now: Date): string =>
  new Date(limitAfterRefusal(headers, now, WAITS).resetAt).toISOString();

/** X's batch compliance over HTTP: POST, GET /2/compliance/jobs, GET /2/compliance/jobs/:id, and its signed URLs. */
export function xComplianceJobs(options: ComplianceOptions): ComplianceJobs {
  const { baseUrl = "https://api.x.com", pauseMilliseconds = 1_000 } = options;
  const send = xApi({
    bearerToken: options.bearerToken,
    baseUrl,
    timeoutMilliseconds: ANSWER_MILLISECONDS,
  });

  async function askX(
    action: string,
    request: Omit<XRequest, "path"> & { readonly path?: string },
  ): Promise<unknown> {
    // A job that was made twice would keep the next one waiting.
    const attempts = request.method === "GET" ? ATTEMPTS : 1;
    const path = `compliance/jobs${request.path ?? ""}`;
    const reply = await withAttempts(baseUrl, { attempts, pauseMilliseconds }, () =>
      send({ ...request, path }),
    );
    if (reply.status === 200) return parseAnswer(action, reply.body);
    const problem = problemOf(reply.body);
    // X refuses a second job beside the first with a conflict.
    if (reply.status === 409 || isRateLimit(reply.status, problem))
      throw new RateLimited(resumeAt(reply, options.now()));
    throw refusal(reply.status, problem, "batch compliance");
  }

  const one = (action: string, answer: unknown): ComplianceJob =>
    jobOf(expected(action, OneJob, answer).data);

  return {
    async list() {
      const action = "list the compliance jobs";
      const answer = await askX(action, { method: "GET", query: { type: "tweets" } });
      return (expected(action, Jobs, answer).data ?? []).map(jobOf);
    },
    async find(id) {
      const action = `look at compliance job ${id}`;
      return one(action, await askX(action, { method: "GET", path: `/${encodeURIComponent(id)}` }));
    },
    async create(name) {
      const action = "make a compliance job";
      return one(action, await askX(action, { method: "POST", body: { type: "tweets", name } }));
    },
    async upload(job, ids) {
      const reply = await withAttempts(job.uploadUrl, { attempts: ATTEMPTS, pauseMilliseconds }, () =>
        askStorage(job.uploadUrl, { method: "PUT", body: ids, milliseconds: UPLOAD_MILLISECONDS }),
      );
      // What was lost may have been only the answer: the next attempt finds out that the job is at work.
      if (reply.status > 299)
        throw new SourceUnavailable(
          `X's storage did not take the ids of compliance job ${job.id}: status ${reply.status}.`,
        );
    },
    async download(job) {
      const reply = await withAttempts(job.downloadUrl, { attempts: ATTEMPTS, pauseMilliseconds }, () =>
        askStorage(job.downloadUrl, { method: "GET", milliseconds: UPLOAD_MILLISECONDS }),
      );
      if ([400, 403, 404, 410].includes(reply.status)) return null;
      if (reply.status !== 200)
        throw new SourceUnavailable(
          `X's storage did not give the answer of compliance job ${job.id}: status ${reply.status}.`,
        );
      return namedIn(job.id, reply.text);
    },
  };
}

const jobOf = (job: z.infer<typeof Job>): ComplianceJob => ({
  id: job.id,
  name: job.name ?? null,
  status: job.status,
  uploadUrl: job.upload_url,
  uploadExpiresAt: job.upload_expires_at,
  downloadUrl: job.download_url,
});

/** One JSON object per line. It lists only posts that must change, and the change is always their removal. */
function namedIn(jobId: string, text: string): NamedByX[] {
  const action = `read the answer of compliance job ${jobId}`;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => expected(action, Named, parseAnswer(action, line)));
}

/** An answer that breaks off may be whole the next time. */
function parseAnswer(action: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SourceUnavailable(`Cannot ${action}: X's answer is no JSON, or breaks off.`);
  }
}

function expected<Schema extends z.ZodType>(
  action: string,
  schema: Schema,
  answer: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new SourceRejected(
    `Cannot ${action}: X's answer is another than expected. ${z.prettifyError(parsed.error)}`,
    {
      hint: "X may have changed its API: compare the answer with functions/adapters/posts/x-compliance/jobs.ts.",
    },
  );
}
