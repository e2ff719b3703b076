import { createServer } from "node:http";
import type { Json } from "../../functions/ports.ts";

/** What the server answers to one request; the status is 200 where none is given. */
export interface JsonAnswer {
  readonly status?: number;
  readonly body: Json;
}

/** By the operation's name, as in `X-Amz-Target: ElasticMapReduce.ListClusters`. */
type Operations = Record<string, (input: Json) => JsonAnswer>;

export interface FakeAwsJson {
  readonly operations: Operations;
  /** In the order of arrival. */
  readonly requests: { readonly target: string; readonly input: Json }[];
  /** What a real SDK client is made with to call the server. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  close(): Promise<void>;
}

export const ACCESS_KEY = "AKIAFAKEFAKEFAKEFAKE";
export const SECRET_KEY = "fake-secret-of-the-tests";

/** A server that speaks the JSON protocol of EMR and Step Functions (AWS JSON 1.0 and 1.1). */
export async function startFakeAwsJson(): Promise<FakeAwsJson> {
  const operations: Operations = {};
  const requests: FakeAwsJson["requests"] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Uint8Array[] = [];
      for await (const part of request) parts.push(part);
      const input: Json = JSON.parse(Buffer.concat(parts).toString());
      const target = String(request.headers["x-amz-target"]);
      requests.push({ target, input });
      const operation = operations[target.split(".").at(-1) ?? ""];
      const { status = 200, body } = operation?.(input) ?? refusal("UnknownOperationException");
      response.writeHead(status, { "content-type": request.headers["content-type"] });
      response.end(JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    operations,
    requests,
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      region: "eu-west-2",
      credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY },
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const refusal = (code: string, message = "As the test asked"): JsonAnswer => ({
  status: 400,
  body: { __type: code, message },
});
