import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What a handler answers to a request; the status is 200 if none is given. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: string | Uint8Array;
}

/** Answers a request; null if it deals with the connection itself, or if there is never to be an answer. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<Answer | null>;

export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  /** Breaks all connections and frees the port. */
  close(): Promise<void>;
}

/** Serves HTTP on a free port of the loopback interface. A client that dies while it sends gets no answer. */
export async function serve(handler: Handler): Promise<Served> {
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await handler(request, response).catch((error: unknown) => {
        if (request.complete) throw error;
        return null;
      });
      if (answer === null) return;
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(request.method === "HEAD" ? undefined : answer.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** All that a message carries. Throws if its sender dies before it has sent everything. */
export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of message) parts.push(part);
  if (!message.complete) throw new Error("The message was cut off.");
  return Buffer.concat(parts);
}
