import { EMRClient, RunJobFlowCommand, type RunJobFlowCommandInput } from "@aws-sdk/client-emr";
import { expect, test } from "vitest";
import { emrSettings } from "../../state-machines/emr/cluster-settings.ts";
import { clusterConfiguration } from "../support/cluster-configuration.ts";

const { cluster, fleets, idleTimeoutSeconds } = emrSettings(clusterConfiguration);

type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Name in keyof Value]: Mutable<Value[Name]> }
    : Value;

/** The SDK's types leave no place for readonly. */
const mutable = <Value>(value: Value) => structuredClone(value) as Mutable<Value>;

/** What CreateCluster passes for a run of two core and four task units. */
const request = mutable({
  ...cluster,
  Name: "citypulse-neighbourhood-2026-11-16",
  Instances: {
    ...cluster.Instances,
    InstanceFleets: [
      fleets.primary,
      { ...fleets.core, TargetOnDemandCapacity: 2 },
      { ...fleets.task, TargetSpotCapacity: 4 },
    ],
  },
  AutoTerminationPolicy: { IdleTimeout: idleTimeoutSeconds },
}) satisfies RunJobFlowCommandInput;

test("EMR's client knows every field of the request, and sends it as it stands", async () => {
  let sent: unknown;
  const client = new EMRClient({
    region: "eu-west-2",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    requestHandler: {
      handle: async ({ body }: { body: Uint8Array }) => {
        sent = JSON.parse(new TextDecoder().decode(body));
        throw new Error("not sent");
      },
    },
    maxAttempts: 1,
  });
  await expect(client.send(new RunJobFlowCommand(request))).rejects.toThrow("not sent");
  expect(sent).toEqual(request);
});
