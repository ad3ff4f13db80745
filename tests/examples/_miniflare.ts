// How does a Worker with static assets run on this machine? In workerd, behind the assets of Cloudflare, by miniflare.
import { Miniflare } from "npm:miniflare@4.20260730.0";

/** A served Worker. */
export interface ServedWorker {
  /** Its address, with a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves a bundled Worker with a folder of assets, as its wrangler.jsonc says: every request to the program first. */
export async function serveWorker(script: string, assets: string): Promise<ServedWorker> {
  const worker = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    modules: [{ type: "ESModule", path: script }],
    modulesRoot: "/",
    // The newest that its workerd knows.
    compatibilityDate: "2026-07-30",
    compatibilityFlags: ["enable_request_signal"],
    // Past the front door of miniflare, which asks for compressed answers whatever its client has asked for.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    assets: {
      directory: assets,
      binding: "ASSETS",
      routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
    },
  });
  await worker.ready;
  return { url: String(await worker.unsafeGetDirectURL()), stop: () => worker.dispose() };
}
