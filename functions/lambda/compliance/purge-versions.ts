import { S3Client } from "@aws-sdk/client-s3";
import { s3Versions } from "../../adapters/store/s3-versions.ts";
import { purgeVersions } from "../../compliance/purge-versions.ts";
import { OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";

export const Environment = OF_STORE;

export const handler = lambdaHandler(async (event, clock) => {
  const { DATA_BUCKET } = readEnvironment(Environment);
  return await purgeVersions(event, { versions: s3Versions(new S3Client({}), DATA_BUCKET), clock });
});
