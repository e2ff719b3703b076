import type { Json } from "../../functions/ports.ts";
import { type ClientSettings, clientSettings } from "./fake-aws-json.ts";
import { bodyOf, serve } from "./serve.ts";

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
  readonly settings: ClientSettings;
  close(): Promise<void>;
}

/** A server that answers Lambda's Invoke. */
export async function startFakeLambda(): Promise<FakeLambda> {
  const server = await serve(async (request) => {
    const body = (await bodyOf(request)).toString();
    fake.requests.push({ path: request.url ?? "", event: JSON.parse(body) });
    const { headers, ...answer } = fake.answer();
    return {
      ...answer,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(answer.body),
    };
  });
  const fake: FakeLambda = {
    answer: () => ({ body: null }),
    requests: [],
    settings: clientSettings(server.url),
    close: server.close,
  };
  return fake;
}
