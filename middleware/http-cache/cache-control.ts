// Which answers are kept for the next request? Cache-Control and its targeted kin, read strictly: what is malformed allows nothing.

/** The directives of one header; the value is empty where a directive has none. */
export type Directives = ReadonlyMap<string, string>;

const NONE: Directives = new Map();

/** A directive: a token, and perhaps a token or quoted text as its value. */
const DIRECTIVE = /^([!#$%&'*+.^_`|~0-9a-z-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?$/i;

/** Longest time that is told from another; beyond it is as long as can be. */
const FOREVER = 2_147_483_648;

/** Reads Cache-Control. Of a directive that is told twice the first counts. */
export function directivesOf(header: string | null): Directives {
  if (header === null || header === "") return NONE;
  const found = new Map<string, string>();
  for (const member of membersOf(header)) {
    // Of a member that is none, its last word may be one: a cache does better to heed one word too many.
    const match = DIRECTIVE.exec(member) ?? DIRECTIVE.exec(lastWord(member));
    if (match === null) continue;
    const [, name, quoted, plain] = match;
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, quoted ?? plain ?? "");
  }
  return found;
}

/** What stands between commas that are not quoted. Character by character: clients send such headers, too. */
function membersOf(header: string): string[] {
  const members: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < header.length; at++) {
    if (quoted && header[at] === "\\") at++;
    else if (header[at] === '"') quoted = !quoted;
    else if (header[at] === "," && !quoted) {
      members.push(header.slice(from, at));
      from = at + 1;
    }
  }
  const all = quoted ? header.split(",") : [...members, header.slice(from)];
  return all.map((one) => one.trim());
}

function lastWord(member: string): string {
  const ends = [" ", "\t", ";"].map((sign) => member.lastIndexOf(sign));
  return member.slice(Math.max(...ends) + 1);
}

/** The seconds of a directive; null if there is none, 0 for what is no whole number. */
export function secondsIn(directives: Directives, name: string): number | null {
  const value = directives.get(name);
  if (value === undefined) return null;
  return /^\d+$/.test(value) ? Math.min(Number(value), FOREVER) : 0;
}

const NAME = "[a-z*][a-z0-9_.*-]*";
const ITEM = [
  "-?\\d{1,15}(?:\\.\\d{1,3})?",
  '"(?:[ !#-\\[\\]-~]|\\\\["\\\\])*"',
  "[a-zA-Z*][\\w:/!#$%&'*+.^`|~-]*",
  ":[\\w+/=]*:",
  "\\?[01]",
].join("|");
const LIST = "\\([^()]*\\)";
/** A member of a dictionary of structured fields (RFC 9651, 3.2), and the comma behind it. */
const MEMBER = new RegExp(
  `(${NAME})(?:=(${ITEM}|${LIST}))?(?:; *${NAME}(?:=(?:${ITEM}))?)*(?:$|[ \\t]*,[ \\t]*(?!$))`,
  "y",
);

/**
 * Reads a field that is targeted at some caches (RFC 9213), as a dictionary of structured fields.
 *
 * @returns Null if it is none, or empty: then it counts as if it was not there. Of a directive that is told twice the
 * last counts, as in every dictionary.
 */
export function targetedDirectives(header: string | null): Directives | null {
  if (header === null || header === "") return null;
  const found = new Map<string, string>();
  MEMBER.lastIndex = 0;
  while (MEMBER.lastIndex < header.length) {
    const match = MEMBER.exec(header);
    if (match === null) return null;
    const [, name, value = ""] = match;
    if (value === "?0") found.delete(name);
    else found.set(name, value === "?1" ? "" : value);
  }
  return found;
}
