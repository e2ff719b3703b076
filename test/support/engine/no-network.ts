import dgram from "node:dgram";
import dns from "node:dns";
import { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

/**
 * Loaded before a program, this ends it as soon as it asks for a name, or opens a connection to anything but the engine,
 * whose `host:port` stands in ENGINE_ADDRESS. It ends rather than throws: nothing can catch it and go on.
 */
const refuse = (what: string): never => {
  writeSync(2, `The program reaches for the network: ${what}\n`);
  process.exit(97);
};

const connect = net.Socket.prototype.connect;

/** Node gives the options alone, in a list of their own, or host and port one after the other. */
function connectToEngine(this: net.Socket, ...args: unknown[]): unknown {
  const [options] = args.flat();
  const address =
    typeof options === "object" && options !== null && "host" in options && "port" in options
      ? `${options.host}:${options.port}`
      : JSON.stringify(args.flat());
  return address === process.env.ENGINE_ADDRESS ? Reflect.apply(connect, this, args) : refuse(address);
}

Object.assign(net.Socket.prototype, { connect: connectToEngine });
Object.assign(dgram.Socket.prototype, { send: () => refuse("a datagram") });
for (const resolver of [dns, dns.promises])
  for (const question of Object.keys(resolver).filter((name) => /^(lookup|resolve|reverse)/.test(name)))
    Object.assign(resolver, { [question]: refuse });
// Without it `import { lookup } from "node:dns"` finds what was there before.
syncBuiltinESMExports();
