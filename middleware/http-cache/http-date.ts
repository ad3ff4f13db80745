// Which answers are kept for the next request? Dates, in the three forms of RFC 9110, 5.6.7; whatever else is no date.

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
const DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
const MONTH = `(?<month>${MONTHS.join("|")})`;

const FORMS = [
  new RegExp(`^${DAY}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} gmt$`, "i"),
  new RegExp(`^[a-z]{3,6}day, (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} gmt$`, "i"),
  new RegExp(`^${DAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`, "i"),
];

/** A year of two digits that would lie further ahead than this is one of the century before. */
const YEARS_AHEAD = 50;

/** The time of an HTTP date in milliseconds; null if it is none. */
export function dateOf(text: string | null): number | null {
  if (text === null) return null;
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) return timeOf(parts);
  }
  return null;
}

function timeOf(parts: Record<string, string>): number | null {
  const [day, hour, minute, second] = ["day", "hour", "minute", "second"].map((name) =>
    Number(parts[name])
  );
  const month = MONTHS.indexOf(parts.month.toLowerCase());
  const time = Date.UTC(yearOf(parts.year), month, day, hour, minute, second);
  const real = hour < 24 && minute < 60 && second <= 60 && day > 0 &&
    new Date(time).getUTCMonth() === month;
  return real ? time : null;
}

function yearOf(text: string): number {
  if (text.length === 4) return Number(text);
  const now = new Date().getUTCFullYear();
  const year = now - now % 100 + Number(text);
  return year > now + YEARS_AHEAD ? year - 100 : year;
}
