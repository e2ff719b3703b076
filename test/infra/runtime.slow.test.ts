import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PIPELINES } from "../../infra/pipelines.ts";
import { UNKNOWN } from "../support/engine/engine.ts";
import { plain } from "../support/engine/plain.ts";
import { copyProject, type ProjectCopy } from "../support/engine/project-copy.ts";
import { type ProgramRun, runProgram } from "../support/engine/run-program.ts";
import { type MockedStack, mockedStack, type Registered } from "../support/stack/mocked-stack.ts";

/** Each run of the program loads all of Pulumi's AWS. */
const SLOW = 300_000;

let project: ProjectCopy;
let filesBefore: Record<string, string>;
let mocked: MockedStack;
let update: ProgramRun;
let elsewhere: ProgramRun;
let preview: ProgramRun;

beforeAll(async () => {
  project = await copyProject({ withNode: true });
  filesBefore = await project.files();
  mocked = await mockedStack();
  const { folder } = project;
  update = await runProgram({ project: folder });
  elsewhere = await runProgram({ project: folder, workingFolder: tmpdir() });
  preview = await runProgram({ project: folder, preview: true });
}, SLOW);
afterAll(() => project.remove());

describe("the program, as Pulumi runs it", () => {
  test("ends well and says nothing, in an update, in a preview and in another folder", () => {
    for (const { code, stdout, stderr, messages } of [update, elsewhere, preview])
      expect({ code, stdout, stderr, messages }).toEqual({ code: 0, stdout: "", stderr: "", messages: [] });
  });

  test("makes exactly what it makes under the mocks", async () => {
    expect(await resourcesOf(update.requested)).toEqual(await resourcesOf(mocked.resources));
    expect(update.outputs).toEqual(mocked.outputs);
  });

  test("makes the same again, wherever it is started", async () => {
    expect(await resourcesOf(elsewhere.requested)).toEqual(await resourcesOf(update.requested));
    expect(elsewhere.outputs).toEqual(update.outputs);
  });

  test("writes nothing to the project", async () => {
    expect(await project.files()).toEqual(filesBefore);
  });
});

describe("a preview, which knows nothing that only AWS can tell", () => {
  const sentBy = (run: ProgramRun) =>
    new Map(run.requested.map(({ type, name, sent }) => [`${type} ${name}`, sent] as const));

  test("shows every resource, each where it belongs", () => {
    const placed = ({ requested }: ProgramRun) =>
      requested.map(({ type, name, parent }) => `${type} ${name} in ${parent}`).sort();
    expect(placed(preview)).toEqual(placed(update));
  });

  test("shows of each either what the update sends, or that it is not known yet", () => {
    const updated = sentBy(update);
    const wrong = [...sentBy(preview)].flatMap(([resource, sent]) =>
      Object.entries({ ...updated.get(resource), ...sent })
        .filter(([input]) => !JSON.stringify(sent[input] ?? null).includes(UNKNOWN))
        .filter(([input]) => JSON.stringify(sent[input]) !== JSON.stringify(updated.get(resource)?.[input]))
        .map(([input]) => `${input} of ${resource}`),
    );
    expect(wrong).toEqual([]);
  });

  test("knows neither the definition nor what the roles may do, for both name what is to be made", () => {
    const policies = preview.requested.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    expect(policies.length).toBeGreaterThan(10);
    expect(policies.filter(({ sent }) => sent.policy !== UNKNOWN).map(({ name }) => name)).toEqual([]);
    const machines = preview.requested.filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
    expect(machines.map(({ sent }) => sent.definition)).toEqual(PIPELINES.map(() => UNKNOWN));
    expect(preview.outputs).toMatchObject({ dataBucket: UNKNOWN, databaseEndpoint: UNKNOWN });
  });
});

/** What the program asked for, in an order of its own, with the paths of the project itself. */
async function resourcesOf(resources: readonly Registered[]) {
  const made = resources.filter(notTheStack).map(async (resource) => {
    const { type, name, parent, dependencies, provider, retainOnDelete, isComponent } = resource;
    const inputs = await plain(resource.inputs, (text) => project.asInProject(text).replace(NODE, "$1"));
    return {
      type,
      name,
      inputs,
      parent,
      dependencies: [...dependencies].sort(),
      provider,
      retainOnDelete,
      isComponent,
    };
  });
  const keyOf = ({ type, name }: { type: string; name: string }) => `${type} ${name}`;
  return (await Promise.all(made)).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** The tests under mocks have a folder of their own for the clusters' Node. */
const NODE = /^.*\/(node-linux-\w+)$/;

/** Pulumi puts a stack above all that the program makes; the mocks do without. */
const notTheStack = ({ type }: Registered): boolean => type !== "pulumi:pulumi:Stack";
