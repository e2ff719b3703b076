import type { Json } from "../../functions/ports.ts";
import { bodyOf, serve } from "./serve.ts";

/** What the server answers to one request; the status is 200 where none is given. */
export interface JsonAnswer {
  readonly status?: number;
  readonly body: Json;
}

/** By the operation's name, as in `X-Amz-Target: ElasticMapReduce.ListClusters`. */
type Operations = Record<string, (input: Json) => JsonAnswer>;

/** What a real SDK client is made with to call a fake. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface FakeAwsJson {
  readonly operations: Operations;
  /** In the order of arrival. */
  readonly requests: { readonly target: string; readonly input: Json }[];
  readonly settings: ClientSettings;
  close(): Promise<void>;
}

export const ACCESS_KEY = "AKIAFAKEFAKEFAKEFAKE";
export const SECRET_KEY = "fake-secret-of-the-tests";

export const clientSettings = (endpoint: string): ClientSettings => ({
  endpoint,
  region: "eu-west-2",
  credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY },
});

/** A server that speaks the JSON protocol of EMR and Step Functions (AWS JSON 1.0 and 1.1). */
export async function startFakeAwsJson(): Promise<FakeAwsJson> {
  const operations: Operations = {};
  const requests: FakeAwsJson["requests"] = [];
  const server = await serve(async (request) => {
    const input: Json = JSON.parse((await bodyOf(request)).toString());
    const target = String(request.headers["x-amz-target"]);
    requests.push({ target, input });
    const operation = operations[target.split(".").at(-1) ?? ""];
    const { body, ...answer } = operation?.(input) ?? refusal("UnknownOperationException");
    const headers = { "content-type": request.headers["content-type"] };
    return { ...answer, headers, body: JSON.stringify(body) };
  });
  return {
    operations,
    requests,
    settings: clientSettings(server.url),
    close: server.close,
  };
}

export const refusal = (code: string, message = "As the test asked"): JsonAnswer => ({
  status: 400,
  body: { __type: code, message },
});
