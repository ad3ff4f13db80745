// Whose pages may read an answer? Patterns of origins, and the one that is nearest to an origin.

/** A pattern and what belongs to it. */
export interface OriginRule<T> {
  /** The origin, in small letters; an asterisk stands for any part of it, or for all of it. */
  readonly pattern: string;
  /** What belongs to it. */
  readonly value: T;
}

/** The pattern for every origin. */
export const ANY = "*";

const NAME = /^[a-z][a-z0-9+.-]*:\/\/(?:\*|(?:\*\.)?[^\s/?#*@:[\]]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/** Whether a text may be a pattern: "*", "null", "http://*", "https://*.example.com", "https://example.com:8443". */
export function isPattern(text: string): boolean {
  return text === ANY || text === "null" || NAME.test(text.toLowerCase());
}

/**
 * Makes a function that finds what belongs to an origin. The origin itself is nearer than a pattern, a longer pattern than
 * a shorter one.
 */
export function nearest<T>(rules: readonly OriginRule<T>[]): (origin: string) => T | undefined {
  const isWild = ({ pattern }: OriginRule<T>): boolean => pattern.includes(ANY);
  const exact = new Map(
    rules.filter((one) => !isWild(one)).map(({ pattern, value }) => [pattern, value]),
  );
  const wild = rules.filter(isWild)
    .sort((one, other) => other.pattern.length - one.pattern.length)
    .map(({ pattern, value }) => ({ fits: matcher(pattern), value }));
  return (origin) => {
    const name = origin.toLowerCase();
    return exact.get(name) ?? wild.find(({ fits }) => fits.test(name))?.value;
  };
}

/** "http://*" is every host on every port; elsewhere the asterisk stands for names in front of a domain. */
function matcher(pattern: string): RegExp {
  const [scheme, host] = pattern === ANY ? ["", ANY] : pattern.split("://");
  const plain = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  if (pattern === ANY) return /^/;
  if (host === ANY) return new RegExp(`^${plain(scheme)}://[^/]+$`);
  return new RegExp(`^${plain(scheme)}://${plain(host).replace("*", "[^/:@]+")}$`);
}
