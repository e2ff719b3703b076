import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { download } from "../../../../functions/adapters/housing/download.ts";
import { sendThroughProxy } from "../../../../functions/adapters/housing/environment-proxy.ts";
import { SourceRejected } from "../../../../functions/errors.ts";
import { type FakeFiles, fakeFiles } from "../../../support/housing/fake-files.ts";

/** A proxy that connects to the server, whichever host it is asked for. It notes the hosts; with `status` it refuses. */
async function fakeProxy({ url }: FakeFiles, status = 200) {
  const hosts: string[] = [];
  const proxy = createServer();
  proxy.on("connect", ({ url: host = "" }, client) => {
    hosts.push(host);
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const server = connect(Number(new URL(url).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    for (const socket of [server, client]) socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address();
  return { hosts, address: `127.0.0.1:${typeof address === "object" ? address?.port : ""}` };
}

function withProxy(environment: NodeJS.ProcessEnv): void {
  onTestFinished(sendThroughProxy(environment));
}

const get = (url: string) =>
  download({ url, setting: "s", known: null, resume: null, idleMilliseconds: 5000 }).then(async (answer) => {
    if (answer.kind === "content") for await (const _ of answer.chunks);
    return answer.kind;
  });

test("downloads go through the proxy of the environment, also if its address is written without http://", async () => {
  const server = await fakeFiles({ "/pp.csv": { body: "x" } });
  const { hosts, address } = await fakeProxy(server);
  withProxy({ HTTP_PROXY: address });
  expect(await get("http://files.example/pp.csv")).toBe("content");
  expect(hosts).toEqual(["files.example:80"]);
});

test("an address with https is given to the proxy of HTTPS_PROXY, in capital or small letters", async () => {
  const server = await fakeFiles();
  const { hosts, address } = await fakeProxy(server);
  withProxy({ https_proxy: `http://${address}`, HTTPS_PROXY: "http://other.example:1" });
  // The server behind it speaks no TLS.
  await expect(get("https://files.example/pp.csv")).rejects.toThrow(/files\.example/);
  expect(hosts).toEqual(["files.example:443"]);
});

test("this machine and what NO_PROXY names are reached directly", async () => {
  const server = await fakeFiles({ "/pp.csv": { body: "x" } });
  const { hosts, address } = await fakeProxy(server);
  withProxy({ HTTP_PROXY: address, NO_PROXY: "files.invalid" });
  expect(await get(`${server.url}/pp.csv`)).toBe("content");
  await expect(get("http://files.invalid/pp.csv")).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  expect(hosts).toEqual([]);
});

test("a proxy that wants a password is named in the error, which is not retried", async () => {
  const server = await fakeFiles();
  const { address } = await fakeProxy(server, 407);
  withProxy({ HTTP_PROXY: address });
  const error = await get("http://files.example/pp.csv").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SourceRejected);
  expect(String(error)).toMatch(/The proxy refuses http:\/\/files\.example\/pp\.csv: .*407/);
});

test("an address that no proxy can have is refused in a sentence that does not show it", () => {
  expect(() => sendThroughProxy({ HTTPS_PROXY: "name:secret@proxy:port" })).toThrow(
    "HTTPS_PROXY is not the address of a proxy.",
  );
  expect(() => sendThroughProxy({ HTTP_PROXY: "socks5://proxy:1080" })).toThrow("HTTP_PROXY is not");
});

test("without a proxy in the environment nothing changes", () => {
  expect(sendThroughProxy({ HTTPS_PROXY: "" })).toBeTypeOf("function");
});
