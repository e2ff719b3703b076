import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Output, output, runtime } from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { readSettings } from "../../../infra/config.ts";
import { deploy } from "../../../infra/deploy.ts";
import { PIPELINES, type StackPipeline, sectionsOf } from "../../../infra/pipelines.ts";
import { mockInvoke, mockOutputs } from "./mock-outputs.ts";

/** A resource as the program asked for it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What the program is answered, the id among it. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The name and the type of what it is a part of, or undefined. */
  readonly parent: string | undefined;
  /** The types and names of all that is made before it: what it says so of, and what its inputs come from. */
  readonly dependencies: readonly string[];
  /** The name of its provider; undefined for one that Pulumi would make up, and for a component of the program. */
  readonly provider: string | undefined;
  readonly retainOnDelete: boolean;
  readonly isComponent: boolean;
}

export interface MockedStack {
  readonly resources: readonly Registered[];
  /** The resources of this type, such as `aws:s3/bucket:Bucket`. */
  ofType(type: string): readonly Registered[];
  /** The resource of this type and name. Throws where there is none. */
  find(type: string, name: string): Registered;
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Keys = Readonly<Record<string, unknown>>;

/**
 * Runs the whole program against Pulumi's mocks, with a configuration as Pulumi gives it: `keys` are those of
 * `citypulse:`. The clusters' Node is two empty files.
 */
export async function mockedStack(
  keys: Keys = {},
  region = "us-east-1",
  stack = "dev",
  pipelines: readonly StackPipeline[] = PIPELINES,
): Promise<MockedStack> {
  const resources: Registered[] = [];
  const config: Record<string, string> = { "aws:region": region };
  for (const [key, value] of Object.entries(keys))
    config[`citypulse:${key}`] = typeof value === "string" ? value : JSON.stringify(value);
  runtime.setAllConfig(config);
  runtime.setMockOptions(recordingMonitor(resources, region), "citypulse", stack, false);
  const nodeFolder = mkdtempSync(join(tmpdir(), "citypulse-node-"));
  try {
    for (const name of ["node-linux-arm64", "node-linux-x64"]) writeFileSync(join(nodeFolder, name), "");
    const outputs = await settled(
      output(await deploy(readSettings(sectionsOf(pipelines)), nodeFolder, pipelines)),
    );
    // What outputs still wait for is registered by then.
    await runtime.disconnect();
    return {
      resources,
      outputs,
      ofType: (type) => resources.filter((one) => one.type === type),
      find(type, name) {
        const found = resources.find((one) => one.type === type && one.name === name);
        if (found === undefined) throw new Error(`The program makes no ${type} called ${name}.`);
        return found;
      },
    };
  } finally {
    rmSync(nodeFolder, { recursive: true, force: true });
  }
}

const settled = <Value>(value: Output<Value>): Promise<Value> =>
  new Promise((resolve) => {
    value.apply(resolve);
  });

/** Pulumi's own mock, which also notes what it does not tell a mock: parents and what becomes of a resource. */
export function recordingMonitor(resources: Registered[], region: string): MockMonitor {
  const answers = new Map<string, Readonly<Record<string, unknown>>>();
  const keyOf = (type: string, name: string) => `${type} ${name}`;
  const monitor = new MockMonitor({
    call: ({ token }) => mockInvoke(token, region),
    newResource({ type, name, inputs }) {
      const { id, state } = mockOutputs(type, name, inputs, region);
      answers.set(keyOf(type, name), { ...state, id });
      const waiting = resources.findIndex((one) => one.type === type && one.name === name);
      resources[waiting] = { ...(resources[waiting] ?? raise()), inputs, state: { ...state, id } };
      return { id, state };
    },
  });
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, callback) => {
    resources.push({
      type: request.getType(),
      name: request.getName(),
      inputs: {},
      state: {},
      parent: ofUrn(request.getParent()),
      dependencies: request.getDependenciesList().map((urn: string) => ofUrn(urn) ?? urn),
      provider: request.getProvider().split("::")[3] ?? request.getProvidersMap().get("aws")?.split("::")[3],
      retainOnDelete: request.getRetainondelete() ?? false,
      isComponent: !request.getCustom(),
    });
    return await register(request, callback);
  };
  return monitor;
}

/** `urn:pulumi:dev::citypulse::parent's type$type::name` is told as `type name`. */
const ofUrn = (urn: string): string | undefined =>
  urn.split("::").slice(2).join(" ").split("$").at(-1) || undefined;

function raise(): never {
  throw new Error("A resource was answered that nobody asked for.");
}
