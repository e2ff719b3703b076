import { createServer } from "node:http";
import type { FakeX } from "./fake-x.ts";

export interface FakeXServer {
  /** For `baseUrl`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a fake X over HTTP. A lost answer never comes; one that is cut ends in its middle. */
export async function serveFakeX(fake: FakeX): Promise<FakeXServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const { status, headers, body, arrives } = fake.handle(
      url.pathname,
      url.searchParams,
      request.headers.authorization,
    );
    if (arrives === "lost") return;
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...headers, "content-length": bytes.length });
    if (arrives === "whole") response.end(bytes);
    else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
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
