// Shows one entry for two platforms: `deno serve -A examples/ready-site/main.ts`, or Workers by `deno task build`.
// Pages: docs/MODULES.md; the site is site.ts beside it.
import {
  assetFiles,
  type AssetManifest,
  type AssetsBinding,
  createWebServer,
  denoFiles,
  type WebServer,
} from "@sluice/sluice";
import { options } from "./site.ts";

/** What lies in the folder: put in by the build for Workers, where nobody could look. */
declare const MANIFEST: AssetManifest;

let server: WebServer | undefined;

export default {
  fetch(request: Request, env?: { ASSETS?: AssetsBinding }, executionCtx?: unknown) {
    const files = () =>
      env?.ASSETS
        ? assetFiles(env.ASSETS, MANIFEST)
        : denoFiles(new URL("public/", import.meta.url));
    server ??= createWebServer(options(files()));
    return server.fetch(request, env, executionCtx);
  },
};
