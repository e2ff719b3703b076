import { readSettings } from "./config.ts";
import { deploy } from "./deploy.ts";
import { NODE_FOLDER } from "./platform/node-binaries.ts";

/** The stack, by `pulumi up`. Nothing happens while the modules are loaded. */
export default () => deploy(readSettings(), NODE_FOLDER);
