// How do bytes come in and go out? Whose server it is that takes an answer.

/**
 * Whether a request comes straight from Deno's server, by what that hands over beside it.
 *
 * It leaves out the body of an answer to HEAD by itself, and tells its length; and to ask one of its requests for the
 * method costs more than ten modules. Of an answer that has no body it says the length 0, though GET may have one.
 */
export function isServedByDeno(env: unknown): boolean {
  return typeof env === "object" && env !== null && "remoteAddr" in env && "completed" in env;
}
