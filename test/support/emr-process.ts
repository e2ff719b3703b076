/** Runs the endless fixture `beat` as a step, until it is killed: `node emr-process.ts <root> <path>`. */
import { CLUSTER, stepOf, testEmr } from "./emr.ts";

const [root = "", path = ""] = process.argv.slice(2);
const emr = testEmr(root);
await emr.createCluster(CLUSTER);
await emr.addStep(stepOf(["beat", path]));
