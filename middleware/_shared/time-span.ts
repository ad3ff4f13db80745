// What do ready modules share? Time spans as sections write them: "1.00:00:00" is a day.
import { fitting, type Rule } from "./options.ts";

const SPAN = /^(?:(\d{1,8})\.)?(\d{1,2}):([0-5]?\d):([0-5]?\d)$/;

/** The seconds of a time span; null if it is none. */
export function secondsOf(span: string): number | null {
  const parts = SPAN.exec(span);
  if (parts === null || Number(parts[2]) > 23) return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** The rule of a time span. */
export const timeSpan: Rule<string> = fitting(
  (value) => typeof value === "string" && secondsOf(value) !== null,
  'a time span such as "1.00:00:00" or "00:05:00"',
);
