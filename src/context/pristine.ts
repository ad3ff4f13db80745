// What does a module hold in its hand? An app's Response as the app has made it, whatever an earlier request did to it.
// An app may answer with one and the same Response again and again, as long as it has no body; what one request has
// set in its head must not reach the next. Building every Response anew instead would cost more than all modules.

/** What headers were before a request changed them. */
interface Before {
  readonly request: Request;
  readonly values: readonly (readonly [name: string, values: readonly string[]])[];
  /** What they were before an earlier one did. */
  readonly earlier: Before | undefined;
}

/** On the Response itself: a WeakMap costs the collector of memory more than all modules cost. */
const BEFORE = Symbol("sluice.before");

type Marked = Response & { [BEFORE]?: Before };

/** Notes what headers were before they are changed for a request. */
export function rememberHeaders(
  response: Response,
  names: readonly string[],
  request: Request,
): void {
  const { headers } = response;
  const marked = response as Marked;
  const values = [...names, "connection"].map((name) => [name, valuesOf(headers, name)] as const);
  marked[BEFORE] = { request, values, earlier: marked[BEFORE] };
}

/** Who gets a Response from an app. */
interface Asker {
  /** Whether the app was asked with this Request. */
  hasAskedWith(request: Request): boolean;
}

/** The Response itself, or one with the head that it had before an earlier request changed it. */
export function pristine(response: Response, asker: Asker): Response {
  const last = (response as Marked)[BEFORE];
  // One that has a body is no old one: it comes through a second pipeline on its way out.
  if (last === undefined || response.body !== null || asker.hasAskedWith(last.request)) {
    return response;
  }
  const headers = new Headers(response.headers);
  for (let before: Before | undefined = last; before !== undefined; before = before.earlier) {
    for (const [name, values] of before.values) {
      headers.delete(name);
      for (const value of values) headers.append(name, value);
    }
  }
  const { status, statusText } = response;
  return new Response(null, { status, statusText, headers });
}

function valuesOf(headers: Headers, name: string): readonly string[] {
  if (name === "set-cookie") return headers.getSetCookie();
  const value = headers.get(name);
  return value === null ? [] : [value];
}
