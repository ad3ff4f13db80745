// What do ready modules share? Which content coding a client is sent: its own preference first, the server's for the rest.

/**
 * The coding, of several, that Accept-Encoding gives the most weight.
 *
 * Clients name all that they know with equal weight, in any order; so the order of the server decides between equals,
 * where `acceptsEncodings` of @std/http would take the client's first.
 *
 * @param header Accept-Encoding; null if there is none.
 * @param codings The codings there are, the best first.
 * @returns Null if the content is to be sent as it is.
 */
export function favouriteCoding(header: string | null, codings: readonly string[]): string | null {
  if (header === null || codings.length === 0) return null;
  const weights = weightsIn(header);
  const weightOf = (coding: string): number => weights.get(coding) ?? weights.get("*") ?? 0;
  const best = Math.max(...codings.map(weightOf));
  if (best === 0 || best < (weights.get("identity") ?? 0)) return null;
  return codings.find((coding) => weightOf(coding) === best)!;
}

function weightsIn(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const one of header.split(",")) {
    const [coding, ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((part) => part.startsWith("q="));
    const value = weight === undefined ? 1 : Number(weight.slice(2));
    if (coding !== "" && value >= 0) weights.set(coding === "x-gzip" ? "gzip" : coding, value);
  }
  return weights;
}
