import { z } from "zod";
import { InvalidInput } from "../errors.ts";

/** The variables that a function's environment may hold. infra/ sets them, and its type is `z.input` of these. */
export const OF_CODE = z.object({
  /** What is written beside every row. */
  CODE_VERSION: z.string().min(1),
});

export const OF_STORE = z.object({
  /** The bucket that is the object store. */
  DATA_BUCKET: z.string().min(1),
});

export const OF_DATABASE = z.object({
  DATABASE_HOST: z.string().min(1),
  DATABASE_PORT: z.coerce.number().int().positive(),
  DATABASE_NAME: z.string().min(1),
});

/** The role that the pipeline's functions sign in as, by a token of IAM's instead of a password. */
export const OF_PIPELINE_ROLE = z.object({ DATABASE_USER: z.string().min(1) });

/** The secret that RDS keeps the owner's password in. */
export const OF_OWNER = z.object({ DATABASE_SECRET: z.string().min(1) });

export const OF_X = z.object({
  /** The secret with X's token. */
  X_TOKEN_SECRET: z.string().min(1),
  X_API_URL: z.url(),
});

export const OF_METRICS = z.object({ STACK: z.string().min(1) });

/** What Lambda itself sets. */
const OF_LAMBDA = z.object({ AWS_REGION: z.string().min(1) });

/**
 * The environment of this function, by the schema. Throws InvalidInput with the names of what is missing or wrong,
 * never with a value.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<typeof schema> & z.infer<typeof OF_LAMBDA> {
  const parsed = schema.safeParse(environment);
  const lambda = OF_LAMBDA.safeParse(environment);
  if (parsed.success && lambda.success) return { ...parsed.data, ...lambda.data };
  const issues = [...(parsed.error?.issues ?? []), ...(lambda.error?.issues ?? [])];
  const names = issues.map(({ path }) => path.join(".")).join(", ");
  throw new InvalidInput(`The function's environment is not complete: ${names} is missing or wrong.`, {
    hint: "Deploy the stack again. If the function was changed by hand, functions/lambda/ has the variables that it needs.",
  });
}
