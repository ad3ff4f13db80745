// Which page of the documentation has become of what? Every page of the native reference in scope, with its account.
// A page is named by the last part of its address. `deno task account` fills in the tests that name a page.
import type { Pages } from "./pages/_kinds.ts";
import { CONTEXT_PAGES } from "./pages/context.ts";
import { MODULE_PAGES } from "./pages/modules.ts";
import { PROVIDER_PAGES } from "./pages/providers.ts";
import { REQUEST_PAGES } from "./pages/request.ts";
import { SERVER_PAGES } from "./pages/server.ts";
import { VOCABULARY_PAGES } from "./pages/vocabulary.ts";

export type { Account, Pages } from "./pages/_kinds.ts";

/** Every page in scope: the web server core of the native-code API reference, with WebSockets and cache keys. */
export const PAGES: Pages = {
  ...MODULE_PAGES,
  ...CONTEXT_PAGES,
  ...REQUEST_PAGES,
  ...SERVER_PAGES,
  ...PROVIDER_PAGES,
  ...VOCABULARY_PAGES,
};
