// What does a module hold in its hand? An app's Response as the app has made it, whatever an earlier request did to it.
// An app may answer with one and the same Response again and again, as long as it has no body; what one request has
// set in its head must not reach the next. Building every Response anew instead would cost more than all modules.

type Before = readonly (readonly [name: string, values: readonly string[]])[];

/** On the Response itself: a WeakMap costs the collector of memory more than all modules cost. */
const BEFORE = Symbol("sluice.before");

type Marked = Response & { [BEFORE]?: Before };

/** Notes what headers were before they are changed. */
export function rememberHeaders(response: Response, names: readonly string[]): void {
  const { headers } = response;
  const marked = response as Marked;
  if (marked[BEFORE] !== undefined) return;
  marked[BEFORE] = [...names, "connection"].map((name) => [name, valuesOf(headers, name)]);
}

/** The Response itself, or one with the head that it had before an earlier request changed it. */
export function pristine(response: Response): Response {
  const before = (response as Marked)[BEFORE];
  // One that has a body is no old one: it comes through a second pipeline on its way out.
  if (before === undefined || response.body !== null) return response;
  const headers = new Headers(response.headers);
  for (const [name, values] of before) {
    headers.delete(name);
    for (const value of values) headers.append(name, value);
  }
  const { status, statusText } = response;
  return new Response(null, { status, statusText, headers });
}

function valuesOf(headers: Headers, name: string): readonly string[] {
  if (name === "set-cookie") return headers.getSetCookie();
  const value = headers.get(name);
  return value === null ? [] : [value];
}
