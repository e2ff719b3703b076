import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { runtime } from "@pulumi/pulumi";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import {
  type IResourceMonitorServer,
  ResourceMonitorService,
} from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import { type Registered, recordingMonitor } from "../stack/mocked-stack.ts";
import { readMade } from "./made-assets.ts";

/** What stands for a value that only AWS can tell, in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Values = Readonly<Record<string, unknown>>;

/** A resource as it came over the wire. */
export interface Requested extends Registered {
  /** The inputs as they were sent: UNKNOWN is still in them, and texts and files are marked as such. */
  readonly sent: Values;
}

export interface Engine {
  /** `host:port`, where the program finds both services. */
  readonly address: string;
  readonly requested: readonly Requested[];
  /** The stack's outputs, once the program has told them. */
  readonly outputs: Values;
  /** What a person would read, but for debugging. */
  readonly messages: readonly string[];
  close(): void;
}

const STACK = "pulumi:pulumi:Stack";
/** OUTPUT_VALUES of ResourceMonitorFeature, which Pulumi's mock leaves out and the engine does not. */
const OUTPUT_VALUES = 2;
/** DEBUG of LogSeverity. */
const DEBUG = 0;

/**
 * The engine of Pulumi as a program sees it: the two services that it talks to, over gRPC. Answers as the mocks do; in a
 * preview with what the program has said itself, and nothing else is known. Refuses a resource that is there already.
 */
export async function startEngine({
  preview = false,
  region = "us-east-1",
}: {
  readonly preview?: boolean;
  readonly region?: string;
} = {}): Promise<Engine> {
  const recorded: Registered[] = [];
  const sent: Values[] = [];
  const messages: string[] = [];
  const urns = new Set<string>();
  let outputs: Values = {};
  let root = "";
  const mock = recordingMonitor(recorded, region);
  runtime.setMockOptions(mock, "citypulse", "dev", preview);

  const monitor = {
    getDeploymentInfo: (call, callback) =>
      mock.getDeploymentInfo(call.request, (error, answer) => {
        answer.addSupportedfeatures(OUTPUT_VALUES);
        callback(error, answer);
      }),
    invoke: (call, callback) => mock.invoke(call.request, callback),
    registerResource({ request }, callback) {
      sent.push(readMade(request.getObject()?.toJavaScript() ?? {}));
      mock.registerResource(request, (error, answer) => {
        const urn: unknown = answer?.getUrn();
        if (typeof urn === "string" && urns.has(urn))
          return callback({ code: status.ALREADY_EXISTS, details: `Duplicate resource URN '${urn}'` });
        urns.add(String(urn));
        if (preview && request.getCustom() && answer !== undefined) {
          answer.setId("");
          answer.setObject(request.getObject());
        }
        callback(error, answer);
      });
    },
    registerResourceOutputs({ request }, callback) {
      if (request.getUrn() === root) outputs = request.getOutputs()?.toJavaScript() ?? {};
      callback(null, nothing(ResourceMonitorService.registerResourceOutputs));
    },
    signalAndWaitForShutdown: (_, callback) =>
      callback(null, nothing(ResourceMonitorService.signalAndWaitForShutdown)),
  } satisfies Partial<IResourceMonitorServer>;

  const engine = {
    log({ request }, callback) {
      if (request.getSeverity() !== DEBUG) messages.push(request.getMessage());
      callback(null, nothing(EngineService.log));
    },
    getRootResource: (_, callback) => callback(null, nothing(EngineService.getRootResource).setUrn(root)),
    setRootResource({ request }, callback) {
      root = request.getUrn();
      callback(null, nothing(EngineService.setRootResource));
    },
  } satisfies Partial<IEngineServer>;

  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceMonitorService, monitor);
  server.addService(EngineService, engine);
  const port = await listen(server);
  return {
    address: `127.0.0.1:${port}`,
    get requested() {
      return recorded.map((one, index) => ({ ...withoutStack(one), sent: sent[index] ?? {} }));
    },
    get outputs() {
      return outputs;
    },
    messages,
    close: () => server.forceShutdown(),
  };
}

/** The message of this kind in which nothing is said. */
const nothing = <Message>(method: { responseDeserialize(bytes: Buffer): Message }): Message =>
  method.responseDeserialize(Buffer.alloc(0));

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });

/** Under the mocks there is no stack above the resources. */
const withoutStack = (one: Registered): Registered =>
  one.parent?.startsWith(`${STACK} `) ? { ...one, parent: undefined } : one;
