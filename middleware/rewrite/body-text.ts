// Where does a URL lead? A body as text: decoded, led through what rewrites it, and encoded again.
import type { BodyFilter } from "../../mod.ts";

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

/** The codec for a Content-Type; null for a character set that is not known. */
function codecFor(contentType: string | null): Codec | null {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  if (/^utf-?8$/i.test(charset)) return utf8();
  return ONE_BYTE_SETS.test(charset) ? oneByte() : null;
}

function utf8(): Codec {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  return {
    decode: (bytes) =>
      bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }),
    encode: (text) => encoder.encode(text),
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
