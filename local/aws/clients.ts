import { EMRClient } from "@aws-sdk/client-emr";
import { SFNClient, type SFNClientConfig } from "@aws-sdk/client-sfn";
import { CREDENTIALS, RETRIES } from "../../functions/adapters/aws/requests.ts";
import { InvalidInput, messageOf } from "../../functions/errors.ts";

/** The account and the region in which commands look for a stack. */
export interface Aws {
  readonly stepFunctions: SFNClient;
  readonly emr: EMRClient;
  readonly region: string;
  /** Null if the credentials do not tell to which account they belong. */
  readonly account: string | null;
}

export interface AwsSettings extends Pick<SFNClientConfig, "endpoint" | "credentials" | "maxAttempts"> {
  /** If omitted, the region of AWS's own tools. */
  readonly region?: string | undefined;
}

/**
 * Clients for Step Functions and EMR, with the region and the credentials that AWS's own tools take: from the
 * environment, the profile or the machine's role. Throws InvalidInput if one of them is missing, before any request.
 */
export async function openAws({ region: wanted, ...settings }: AwsSettings = {}): Promise<Aws> {
  const place = wanted === undefined ? {} : { region: wanted };
  const stepFunctions = new SFNClient({ ...RETRIES, ...settings, ...place });
  const region = await stepFunctions.config.region().catch((error: unknown) => {
    throw new InvalidInput(`There is no AWS region to use: ${reasonOf(error)}.`, {
      hint: "Name the region of the stack with --region, such as --region us-east-1, or set AWS_REGION.",
    });
  });
  const { accountId } = await stepFunctions.config.credentials().catch((error: unknown) => {
    throw new InvalidInput(`There are no AWS credentials to use: ${reasonOf(error)}.`, {
      hint: CREDENTIALS,
    });
  });
  return {
    stepFunctions,
    // The credentials are read once: a profile can ask a person for them.
    emr: new EMRClient({ ...RETRIES, ...settings, region, credentials: stepFunctions.config.credentials }),
    region,
    account: accountId ?? null,
  };
}

/** What the SDK says, as the end of a sentence. */
const reasonOf = (error: unknown): string => messageOf(error).replace(/\.$/, "");
