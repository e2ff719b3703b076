import { createServer } from "node:http";
import type { Json } from "../../functions/ports.ts";
import { ACCESS_KEY, SECRET_KEY } from "./fake-aws-json.ts";

/** What Lambda answers to Invoke; the status is 200 where none is given. */
interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Json;
}

export interface FakeLambda {
  answer: () => Answer;
  /** In the order of arrival. */
  readonly requests: { readonly path: string; readonly event: Json }[];
  /** What a real SDK client is made with to call the server. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  close(): Promise<void>;
}

/** A server that answers Lambda's Invoke. */
export async function startFakeLambda(): Promise<FakeLambda> {
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Uint8Array[] = [];
      for await (const part of request) parts.push(part);
      fake.requests.push({ path: request.url ?? "", event: JSON.parse(Buffer.concat(parts).toString()) });
      const { status = 200, headers = {}, body } = fake.answer();
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const fake: FakeLambda = {
    answer: () => ({ body: null }),
    requests: [],
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
  return fake;
}
