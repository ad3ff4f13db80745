// Which test answers for which page? Constants, enumerations, structures and indexes.
import { covered, differs, out, type Pages } from "./_kinds.ts";

export const VOCABULARY_PAGES: Pages = {
  "cache-operation-enumeration": covered("conformance/cache-operations.test.ts"),
  "caching-constants": covered("conformance/samples/caches.test.ts"),
  "global-notification-status-enumeration": covered("rules/vocabulary.test.ts"),
  "http-trace-configuration-structure": covered("conformance/trace-subscription.test.ts"),
  "http-trace-event-item-structure": covered("conformance/samples/traces.test.ts"),
  "http-trace-event-structure": differs("conformance/trace-lines.test.ts"),
  "http-trace-type-enumeration": covered("conformance/samples/traces.test.ts"),
  "request-notification-status-enumeration": differs("conformance/finish.test.ts"),
  "request-processing-constants": differs("conformance/order-property.test.ts"),
  "tracing-constants": covered("rules/vocabulary.test.ts"),
  "web-server-core-api-reference": out("an index of other pages"),
  "web-server-core-classes": out("an index of other pages"),
  "web-server-core-constants": out("an index of other pages"),
  "web-server-core-enumerations": out("an index of other pages"),
  "web-server-core-functions": out("an index of other pages"),
  "web-server-core-interfaces": out("an index of other pages"),
  "web-server-core-structures": out("an index of other pages"),
};
