import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import { InvalidInput } from "../../errors.ts";
import { awsError, RETRIES } from "./requests.ts";

/**
 * The text of a secret in Secrets Manager. Throws InvalidInput if it has no value or the permission to read it is
 * missing. No message holds any part of it.
 * @param what what people call it: `the token of X`.
 */
export async function readSecret(
  arn: string,
  what: string,
  settings: SecretsManagerClientConfig = {},
): Promise<string> {
  const client = new SecretsManagerClient({ ...RETRIES, ...settings });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString !== undefined && SecretString.trim() !== "") return SecretString.trim();
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw awsError(`read ${what}`, error);
  } finally {
    client.destroy();
  }
  throw new InvalidInput(`There is no value in the secret for ${what} (${arn}).`, {
    hint: `Put it there, from a file rather than the command line: aws secretsmanager put-secret-value --secret-id ${arn} --secret-string file://FILE`,
  });
}
