// Where does a URL lead? A body as text: decoded, led through what rewrites it, and encoded again.
import type { BodyFilter } from "../../mod.ts";
import { joined } from "../_shared/prompt-body.ts";
import { bytesOf, cutOff, textOf } from "./utf8-text.ts";

/** Rewrites a text that comes in pieces. */
export interface TextRewriter {
  /** Takes the next piece, and gives what is sure by now. */
  push(text: string): string;
  /** Somebody has flushed: gives what can be read so far. */
  sync(): string;
  /** The end: gives the rest. */
  end(): string;
}

/** Bytes and text in one character set. */
interface Codec {
  decode(bytes?: Uint8Array): string;
  encode(text: string): Uint8Array;
}

const ONE_BYTE_SETS =
  /^(?:us-ascii|ascii|latin-?1|iso-?8859-\d+|windows-125\d|koi8-[ru]|macintosh)$/i;

/** What has no addresses in it that a rule could be for; as a text it would only lose its length. */
const NO_TEXT =
  /^\s*(?:(?:audio|video|font)\/|image\/(?!svg)|application\/(?:octet-stream|pdf|wasm|zip|gzip)\b)/i;

/** The codec for a Content-Type; null for what is no text, and for a character set that is not known. */
function codecFor(contentType: string | null): Codec | null {
  if (NO_TEXT.test(contentType ?? "")) return null;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  if (/^utf-?8$/i.test(charset)) return utf8();
  return ONE_BYTE_SETS.test(charset) ? oneByte() : null;
}

function utf8(): Codec {
  let cut = new Uint8Array();
  /** The first half of a pair, whose other half is still held back. */
  let half = "";
  return {
    decode: (bytes) => {
      const known = bytes === undefined ? cut : joined([cut, bytes], cut.length + bytes.length);
      const end = known.length - (bytes === undefined ? 0 : cutOff(known));
      cut = known.slice(end);
      return textOf(known.subarray(0, end));
    },
    encode: (text) => {
      const whole = half + text;
      half = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? "";
      return bytesOf(half === "" ? whole : whole.slice(0, -1));
    },
  };
}

/** One character for each byte, whatever it means, so that what nobody rewrites stays as it is. */
function oneByte(): Codec {
  return {
    decode: (bytes) => {
      let text = "";
      for (const byte of bytes ?? []) text += String.fromCharCode(byte);
      return text;
    },
    encode: (text) => Uint8Array.from(text, (sign) => sign <= "\xff" ? sign.charCodeAt(0) : 0x3f),
  };
}

/** A body filter of several rewriters, one behind the other; null where the text cannot be read. */
export function textFilter(
  contentType: string | null,
  rewriters: readonly TextRewriter[],
): BodyFilter | null {
  const codec = codecFor(contentType);
  if (codec === null) return null;
  const through = (text: string): string => rewriters.reduce((rest, one) => one.push(rest), text);
  /** What one lets go of still has to pass those behind it. */
  const letGo = (text: string, how: "sync" | "end"): string =>
    rewriters.reduce((rest, one) => one.push(rest) + one[how](), text);
  return {
    transform: (bytes) => codec.encode(through(codec.decode(bytes))),
    sync: () => codec.encode(letGo("", "sync")),
    flush: () => codec.encode(letGo(codec.decode(), "end")),
  };
}
