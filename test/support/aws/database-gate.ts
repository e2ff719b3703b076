import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Certificates } from "./certificates.ts";

export interface GateOptions {
  readonly certificates: Certificates;
  /** The port of the real server on 127.0.0.1. */
  readonly server: number;
  /** The role that signs in by IAM's token in the place of a password; the server trusts it. */
  readonly tokenUser: string;
  /** Whether the token that the client sent, for this port, is a good one. */
  accepts(token: string, port: number): boolean;
}

export interface DatabaseGate {
  readonly port: number;
  close(): Promise<void>;
}

/** The numbers of PostgreSQL's protocol: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const SSL_REQUEST = 80_877_103;
const CLEARTEXT_PASSWORD = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

/**
 * What RDS has in front of PostgreSQL, and no server here has: TLS or nothing (`rds.force_ssl`), and IAM's tokens. It
 * asks for the token as RDS does, as a password in plain text inside of TLS, and passes everything else on.
 */
export async function startDatabaseGate(options: GateOptions): Promise<DatabaseGate> {
  const sockets = new Set<Socket>();
  const gate = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)));
    // A client that trusts another authority hangs up.
    socket.on("error", () => {});
    receive(socket, port, options).catch(() => socket.destroy());
  });
  gate.listen(0, "127.0.0.1");
  await once(gate, "listening");
  const address = gate.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => gate.close(() => resolve()));
    },
  };
}

async function receive(socket: Socket, port: number, options: GateOptions): Promise<void> {
  const first = await readStartup(socket);
  if (first.readInt32BE(4) !== SSL_REQUEST)
    return refuse(socket, "no pg_hba.conf entry for host, no encryption");
  socket.write("S");
  const { certificate: cert, key } = options.certificates;
  const encrypted = new TLSSocket(socket, { isServer: true, cert, key });
  encrypted.on("error", () => {});
  const startup = await readStartup(encrypted);
  const user = userOf(startup);
  if (user === options.tokenUser) {
    encrypted.write(CLEARTEXT_PASSWORD);
    const [, length] = [await read(encrypted, 1), (await read(encrypted, 4)).readInt32BE()];
    const token = (await read(encrypted, length - 4)).subarray(0, -1).toString();
    if (!options.accepts(token, port))
      return refuse(encrypted, `PAM authentication failed for user "${user}"`);
  }
  const server = connect(options.server, "127.0.0.1");
  server.on("error", () => encrypted.destroy()).on("close", () => encrypted.end());
  encrypted.on("close", () => server.destroy());
  server.write(startup);
  encrypted.pipe(server).pipe(encrypted);
}

/** The first message of a connection, with its length. */
async function readStartup(socket: Socket): Promise<Buffer> {
  const length = await read(socket, 4);
  return Buffer.concat([length, await read(socket, length.readInt32BE() - 4)]);
}

/** Its names and values lie after the length and the version, each ended by a zero. */
function userOf(startup: Buffer): string | undefined {
  const words = startup.subarray(8).toString().split("\0");
  return words[words.indexOf("user") + 1];
}

async function read(socket: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const chunk: Buffer | null = socket.read(bytes);
    if (chunk !== null) return chunk;
    if (socket.readableEnded || socket.destroyed) throw new Error("The client has hung up.");
    await Promise.race([once(socket, "readable"), once(socket, "end"), once(socket, "close")]);
  }
}

function refuse(socket: Socket, message: string): void {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C28000\0M${message}\0\0`);
  const head = Buffer.alloc(5, "E");
  head.writeInt32BE(fields.length + 4, 1);
  socket.end(Buffer.concat([head, fields]));
}
