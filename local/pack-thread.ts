import { serveThread } from "../functions/adapters/threads/serve-thread.ts";
import { packRawPages } from "../functions/raw-lines.ts";

serveThread(packRawPages);
