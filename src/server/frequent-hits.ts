// Who builds the house and lets a request in? The serverRuntime options, read into when a URL is a frequent one.
import type { FrequentHits } from "../cache/uri-key.ts";

/** When a URL counts as a frequent one, with the names of the serverRuntime section. */
export interface ServerRuntimeOptions {
  /** So many requests, 2 by default ... */
  readonly frequentHitThreshold?: number;
  /** ... in so much time, "00:00:10" by default: hours, minutes and seconds, or a number of milliseconds. */
  readonly frequentHitTimePeriod?: string | number;
}

const MOST = 2_147_483_647;

/** What holds where nothing is said. */
const USUAL_HITS: FrequentHits = { threshold: 2, period: 10_000 };

/** Reads the options. Throws a `RangeError` or `TypeError` that names what is wrong and what was wished for. */
export function readFrequentHits(who: string, options?: ServerRuntimeOptions): FrequentHits {
  if (options === undefined) return USUAL_HITS;
  const {
    frequentHitThreshold: threshold = USUAL_HITS.threshold,
    frequentHitTimePeriod: time = USUAL_HITS.period,
  } = options;
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > MOST) {
    throw new RangeError(
      `${who}: serverRuntime.frequentHitThreshold is ${threshold}, wished for a whole number from 1 to ${MOST}`,
    );
  }
  const period = typeof time === "string" ? timeSpan(time) : time;
  if (Number.isFinite(period) && period > 0) return { threshold, period };
  throw new TypeError(
    `${who}: serverRuntime.frequentHitTimePeriod is ${time}, wished for "hh:mm:ss" or a number of milliseconds, more than 0`,
  );
}

/** Milliseconds of a time span in the form of the configuration; NaN if it is none. */
function timeSpan(text: string): number {
  const match = /^(?:(\d+)\.)?(\d{1,2}):([0-5]?\d):([0-5]?\d(?:\.\d{1,7})?)$/.exec(text);
  if (match === null) return NaN;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
