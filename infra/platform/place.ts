import type { Input } from "@pulumi/pulumi";
import type { StackSettings } from "../config.ts";

/** Where a stack is: what ARNs are made of before the things that they name. */
export interface Place {
  readonly stack: string;
  readonly region: string;
  readonly account: Input<string>;
}

/** A stack's settings, and the account that it is made in. */
export interface PlacedSettings extends StackSettings, Place {}
