import { setGlobalProxyFromEnv } from "node:http";
import { InvalidInput } from "../../errors.ts";

/** This machine is reached directly. */
const LOOPBACK = "localhost,127.0.0.1,[::1]";

/**
 * Sends the requests of this process through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name (or the same in
 * small letters), as other programs do. Node's own variable, NODE_USE_ENV_PROXY, would end every command at its start if
 * the proxy's address had no `http://`. Returns what undoes it. Throws InvalidInput for an address that is none.
 */
export function sendThroughProxy(environment: NodeJS.ProcessEnv): () => void {
  const https = proxyAt(environment, "HTTPS_PROXY");
  const http = proxyAt(environment, "HTTP_PROXY");
  if (https === undefined && http === undefined) return () => {};
  const excepted = variable(environment, "NO_PROXY");
  return setGlobalProxyFromEnv({
    ...(https === undefined ? {} : { HTTPS_PROXY: https }),
    ...(http === undefined ? {} : { HTTP_PROXY: http }),
    NO_PROXY: excepted === undefined ? LOOPBACK : `${excepted},${LOOPBACK}`,
  });
}

/** In small letters first, as curl and Node do. An empty variable is none. */
const variable = (environment: NodeJS.ProcessEnv, name: string): string | undefined =>
  environment[name.toLowerCase()] || environment[name] || undefined;

function proxyAt(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = variable(environment, name);
  if (value === undefined) return undefined;
  const url = value.includes("://") ? value : `http://${value}`;
  if (URL.parse(url) !== null && /^https?:/.test(url)) return url;
  throw new InvalidInput(`${name} is not the address of a proxy.`, {
    hint: "Write it as http://proxy.example.org:8080, or with http://name:password@ before the host.",
  });
}
