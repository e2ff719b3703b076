import { KILLED_RUNS } from "../support/kill/killed-pipelines.ts";
import { testKills } from "../support/kill/test-kills.ts";

testKills(KILLED_RUNS);
