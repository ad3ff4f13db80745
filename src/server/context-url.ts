// Who builds the house and lets a request in? The URL of a request, for ready modules that keep something by it.
import type { IHttpContext } from "../terms/http-context.ts";
import { HttpContext } from "../context/http-context.ts";

/** The request, as far as this file goes. */
interface Asked {
  readonly incoming: Request;
  readonly urlChanged: boolean;
  requestUrl(): URL;
}

/**
 * The URL of a request as it is now: the one that arrived, or what SetUrl has made of it; whole, with every escape. Ours.
 *
 * @param context The request.
 */
export function getRequestUrl(context: IHttpContext): string {
  if (!(context instanceof HttpContext)) {
    return context.getRequest().getRawHttpRequest().cookedUrl.fullUrl;
  }
  const asked = context.parts as unknown as Asked;
  return asked.urlChanged ? asked.requestUrl().href : asked.incoming.url;
}
