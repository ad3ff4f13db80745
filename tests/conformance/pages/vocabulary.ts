// Which test answers for which page? Constants, enumerations, structures and indexes.
import { differs, open, out, type Pages } from "./_kinds.ts";

export const VOCABULARY_PAGES: Pages = {
  "cache-operation-enumeration": open,
  "caching-constants": open,
  "global-notification-status-enumeration": open,
  "http-trace-configuration-structure": open,
  "http-trace-event-item-structure": open,
  "http-trace-event-structure": open,
  "http-trace-type-enumeration": open,
  "request-notification-status-enumeration": differs("conformance/finish.test.ts"),
  "request-processing-constants": differs("conformance/order-property.test.ts"),
  "tracing-constants": open,
  "web-server-core-api-reference": out("an index of other pages"),
  "web-server-core-classes": out("an index of other pages"),
  "web-server-core-constants": out("an index of other pages"),
  "web-server-core-enumerations": out("an index of other pages"),
  "web-server-core-functions": out("an index of other pages"),
  "web-server-core-interfaces": out("an index of other pages"),
  "web-server-core-structures": out("an index of other pages"),
};
