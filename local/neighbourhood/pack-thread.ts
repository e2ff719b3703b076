import { serveThread } from "../../functions/adapters/threads/serve-thread.ts";
import { packRawPages } from "../../functions/posts/raw-lines.ts";

serveThread(packRawPages);
