import type { Input } from "@pulumi/pulumi";

/** A statement of an IAM policy, in IAM's own names. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, Input<string> | Input<string>[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: Input<string> | readonly Input<string>[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, Input<string> | readonly Input<string>[]>>>
  >;
}

/** Why a statement is for any resource: each by its Sid. A statement for any resource that is not here fails a test. */
export const ANY_RESOURCE = {
  NetworkInterfaces:
    "Lambda makes and removes its network interfaces under the function's role; they have no ARN before, and EC2's Describe actions take none.",
  Tracing: "X-Ray's actions to put traces, and to learn which to put, take no resource.",
  ListClusters: "EMR's ListClusters takes no resource.",
  LogDelivery:
    "The actions for the delivery of vended logs take no resource: CloudWatch Logs keeps them for the account.",
  AccountAdministration: "In a key's policy the resource is the key itself, and it can be named by * alone.",
  KeyUse: "In a key's policy the resource is the key itself, and it can be named by * alone.",
  KeyGrants: "In a key's policy the resource is the key itself, and it can be named by * alone.",
  CreateCluster:
    "EMR's RunJobFlow makes what it would be allowed on: there is no ARN before; the tag of the request is asked for.",
} as const;

/** Allows the actions on these resources. */
export const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: Input<string> | readonly Input<string>[],
  Condition?: Statement["Condition"],
): Statement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });

/** Allows the actions on any resource, for the reason in ANY_RESOURCE. */
export const allowOnAny = (
  reason: keyof typeof ANY_RESOURCE,
  Action: readonly string[],
  Condition?: Statement["Condition"],
): Statement => allow(reason, Action, "*", Condition);
