import { packRawPages } from "../functions/raw-lines.ts";
import { serveThread } from "./serve-thread.ts";

serveThread(packRawPages);
