import { expect, test } from "vitest";
import { postgresDatabase } from "../../../functions/adapters/database/postgres.ts";
import { testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { talkOf } from "../../support/neighbourhood/records.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();

const STATIONS = `Latitude,Longitude,Station,Zone
51.5133,-0.0886,bank,1
51.5322,-0.1058,Angel,1
51.4627,-0.1145,Brixton,2
`;

test("what is shown is ordered by bytes in a database whose own order is the English one", async () => {
  const place = await newDatabase();
  await place.database.query(
    "create database english template template0 locale_provider icu icu_locale 'en' strategy file_copy",
  );
  const connection = { ...place.connection, database: "english" };
  const database = postgresDatabase(connection);
  const pipeline = pipelineOf(await newStore(STATIONS), { database, connection });
  const posts = ([["bank"], ["Angel"], ["Brixton"]] as const).flatMap(([name], index) => {
    const station = name === "bank" ? "Bank" : name;
    return talkOf(["Noodles", "Rain", "Trains"][index] ?? "", station, index * 100 + 1);
  });
  // In English "a" comes before "B", among bytes after it.
  for (const runId of ["2026-11-16-a", "2026-11-16-B"]) await pipeline.go(runId, [posts]);
  const distinct = async (statement: string): Promise<unknown[]> => [
    ...new Set((await database.query<{ name: string }>(statement)).map(({ name }) => name)),
  ];
  expect(await database.query("select 'a' < 'B' as english")).toEqual([{ english: true }]);
  const runs = ["2026-11-16-B", "2026-11-16-a"];
  expect(await distinct("select run_id as name from london_schema.data_lineage")).toEqual(runs);
  expect(await distinct("select run_id as name from london_schema.topics")).toEqual(runs);
  expect(await distinct("select run_id as name from london_schema.sentiment")).toEqual([runs[0]]);
  const stations = "select station as name from london_schema.station_topics";
  expect(await distinct(stations)).toEqual(["Angel", "Brixton", "bank"]);
  await database.close();
});
