import { fileURLToPath } from "node:url";
import { z } from "zod";
import { ownerLogin } from "../../adapters/database/database-login.ts";
import { migrate } from "../../adapters/database/migrate.ts";
import { letPipelinesSignIn } from "../../adapters/database/pipeline-role.ts";
import { postgresDatabase } from "../../adapters/database/postgres.ts";
import { prepareDatabase } from "../../runs/prepare-database.ts";
import { OF_CODE, OF_DATABASE, OF_OWNER, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { databaseAddress } from "../parts.ts";

export const Environment = z.object({
  ...OF_CODE.shape,
  ...OF_DATABASE.shape,
  ...OF_OWNER.shape,
});

/** The SQL files lie beside the bundle. */
const MIGRATIONS = fileURLToPath(new URL("migrations", import.meta.url));

/** Signs in as the schema's owner: the others may only change rows, as the role that signs in from then on. */
export const handler = lambdaHandler(async (event, clock) => {
  const environment = readEnvironment(Environment);
  const owner = await ownerLogin(databaseAddress(environment), environment.DATABASE_SECRET);
  const database = postgresDatabase(owner);
  return await prepareDatabase(event, {
    database,
    clock,
    codeVersion: environment.CODE_VERSION,
    async migrate() {
      await migrate(owner, MIGRATIONS);
      await letPipelinesSignIn(owner);
    },
  }).finally(() => database.close());
});
