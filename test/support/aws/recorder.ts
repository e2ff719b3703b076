import { createHash } from "node:crypto";
import { type IncomingMessage, request as send } from "node:http";
import { type Answer, bodyOf, serve } from "../serve.ts";
import { type AwsRequest, callsOfMissingObject, type IamCall, iamCalls, scopeOf } from "./iam-calls.ts";

/** A call of AWS by one of the functions. */
export interface RecordedCall extends IamCall {
  /** The name of the function, without the stack's: `publish`. */
  readonly function: string;
}

/** The keys that a function signs its requests with; they tell who calls. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Recorder {
  readonly endpoint: string;
  readonly calls: readonly RecordedCall[];
  /** Requests that were refused here, each with why: nobody knows what IAM is asked about them. */
  readonly unknown: readonly string[];
  /** The function's own access key. */
  keyOf(name: string): AccessKey;
  /** The function that an access key is of. */
  ownerOf(accessKeyId: string): { readonly name: string; readonly key: AccessKey } | undefined;
  note(call: RecordedCall): void;
  close(): Promise<void>;
}

export interface RecorderOptions {
  /** Where requests go on to. */
  readonly target: string;
  readonly account: string;
  /** Answers requests itself; undefined from it lets them go on. */
  answer?(request: AwsRequest): Promise<Answer> | undefined;
}

/** A server in front of AWS's stand-in that passes requests on and writes down who calls what, in IAM's words. */
export async function startRecorder({ target, account, answer }: RecorderOptions): Promise<Recorder> {
  const calls: RecordedCall[] = [];
  const unknown: string[] = [];
  const owners = new Map<string, { name: string; key: AccessKey }>();

  async function handle(request: AwsRequest, body: Uint8Array): Promise<Answer> {
    const scope = scopeOf(request);
    const owner = scope && owners.get(scope.accessKey);
    if (scope === undefined || owner === undefined)
      throw new RangeError(`Nobody known signed ${request.url}.`);
    const asked = iamCalls(request, scope, account);
    const answered = (await answer?.(request)) ?? (await forward(target, request, body));
    const isMissing = scope.service === "s3" && answered.status === 404;
    for (const call of [...asked, ...(isMissing ? callsOfMissingObject(request) : [])])
      calls.push({ function: owner.name, ...call });
    return answered;
  }

  const server = await serve(async (incoming) => {
    const body = await bodyOf(incoming);
    const { method = "", url = "", headers } = incoming;
    return await handle({ method, url, headers, body: body.toString() }, body).catch((error: unknown) => {
      unknown.push(String(error));
      return { status: 501 };
    });
  });
  return {
    endpoint: server.url,
    calls,
    unknown,
    keyOf(name) {
      const key = accessKeyOf(name);
      owners.set(key.accessKeyId, { name, key });
      return key;
    },
    ownerOf: (accessKeyId) => owners.get(accessKeyId),
    note: (call) => void calls.push(call),
    close: server.close,
  };
}

function accessKeyOf(name: string): AccessKey {
  const hash = createHash("sha256").update(name).digest("hex");
  return { accessKeyId: `AKIA${hash.slice(0, 16).toUpperCase()}`, secretAccessKey: hash };
}

async function forward(target: string, request: AwsRequest, body: Uint8Array): Promise<Answer> {
  const { method, url, headers } = request;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    send(new URL(url, target), { method, headers, agent: false }, resolve).on("error", reject).end(body);
  });
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await bodyOf(answer) };
}
