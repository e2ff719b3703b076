import { type Served, serve } from "../serve.ts";
import type { FakeX } from "./fake-x.ts";

/** Serves a fake X over HTTP; the URL is for `baseUrl`. A lost answer never comes; one that is cut ends in its middle. */
export const serveFakeX = (fake: FakeX): Promise<Served> =>
  serve(async (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const { status, headers, body, arrives } = fake.handle(
      url.pathname,
      url.searchParams,
      request.headers.authorization,
    );
    if (arrives === "lost") return null;
    const bytes = Buffer.from(body);
    const withLength = { ...headers, "content-length": String(bytes.length) };
    if (arrives === "whole") return { status, headers: withLength, body: bytes };
    response.writeHead(status, withLength);
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    return null;
  });
