// Terms: what do the pages call it?
// This file: which later interface each name stands for.

import type { IHttpCachePolicy2 } from "./cache-policy.ts";
import type { IHttpCompletionInfo2 } from "./completion-info.ts";
import type { IGlobalApplicationPreloadProvider2 } from "./global-event-providers.ts";
import type { IHttpContext2, IHttpContext3, IHttpContext4 } from "./http-context-versions.ts";
import type { IHttpRequest2, IHttpRequest3, IHttpRequest4 } from "./http-request.ts";
import type { IHttpResponse2, IHttpResponse3, IHttpResponse4 } from "./http-response-versions.ts";
import type { IHttpServer2, IHttpServer3 } from "./http-server.ts";
import type { IHttpApplication2 } from "./http-site.ts";
import type { IHttpModuleRegistrationInfo2 } from "./module-registration.ts";

/**
 * The later interfaces that `httpGetExtendedInterface` can be asked for, by name.
 *
 * Names stand where C++ has types, because types are gone when the code runs.
 */
export interface ExtendedInterfaces {
  /** The name of IHttpApplication2. */
  IHttpApplication2: IHttpApplication2;
  /** The name of IHttpCachePolicy2. */
  IHttpCachePolicy2: IHttpCachePolicy2;
  /** The name of IHttpCompletionInfo2. */
  IHttpCompletionInfo2: IHttpCompletionInfo2;
  /** The name of IHttpContext2. */
  IHttpContext2: IHttpContext2;
  /** The name of IHttpContext3. */
  IHttpContext3: IHttpContext3;
  /** The name of IHttpContext4. */
  IHttpContext4: IHttpContext4;
  /** The name of IHttpModuleRegistrationInfo2. */
  IHttpModuleRegistrationInfo2: IHttpModuleRegistrationInfo2;
  /** The name of IHttpRequest2. */
  IHttpRequest2: IHttpRequest2;
  /** The name of IHttpRequest3. */
  IHttpRequest3: IHttpRequest3;
  /** The name of IHttpRequest4. */
  IHttpRequest4: IHttpRequest4;
  /** The name of IHttpResponse2. */
  IHttpResponse2: IHttpResponse2;
  /** The name of IHttpResponse3. */
  IHttpResponse3: IHttpResponse3;
  /** The name of IHttpResponse4. */
  IHttpResponse4: IHttpResponse4;
  /** The name of IHttpServer2. */
  IHttpServer2: IHttpServer2;
  /** The name of IHttpServer3. */
  IHttpServer3: IHttpServer3;
  /** The name of IGlobalApplicationPreloadProvider2. */
  IGlobalApplicationPreloadProvider2: IGlobalApplicationPreloadProvider2;
}
