import { z } from "zod";

const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const PolicyStatement = z.strictObject({
  Sid: z.string(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.record(z.string(), Texts)]).optional(),
  Action: Texts,
  /** Left out in a trust policy alone, where it is the role. */
  Resource: Texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), Texts)).optional(),
});

/** A policy in which what may be a text or a list is always a list. What infra/ never writes is refused, such as NotAction. */
export const Policy = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.array(PolicyStatement),
});

export type PolicyStatement = z.infer<typeof PolicyStatement>;
export type Policy = z.infer<typeof Policy>;

/** Throws where the text is not JSON of such a policy. */
export const parsePolicy = (text: unknown): Policy => Policy.parse(JSON.parse(z.string().parse(text)));
