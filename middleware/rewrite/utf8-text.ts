// Where does a URL lead? Bytes as UTF-8 text and back, without a loss: what is no UTF-8 comes out as it went in.

/** A byte that is no UTF-8, as half of a pair, which no UTF-8 can be: U+DC80 to U+DCFF. */
const ESCAPE = 0xdc00;
const ESCAPED = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
/** Code units that are made a text in one call. */
const PIECE = 8192;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

/** The text of bytes. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return escapedText(bytes);
  }
}

/** The bytes of such a text. */
export function bytesOf(text: string): Uint8Array {
  return ESCAPED.test(text) ? unescapedBytes(text) : encoder.encode(text);
}

/** How many bytes at the end may be the beginning of a character. */
export function cutOff(bytes: Uint8Array): number {
  for (let count = 1; count < 4 && count <= bytes.length; count++) {
    const length = lengthFrom(bytes[bytes.length - count]);
    if (length > 1) return length > count ? count : 0;
  }
  return 0;
}

/** How many bytes a character has that begins with this one; 1 for what begins none. */
function lengthFrom(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

function escapedText(bytes: Uint8Array): string {
  let text = "";
  let units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = lengthFrom(bytes[at]);
    const code = length === 1 ? bytes[at] : codeAt(bytes, at, length);
    if (code < 0 || (length === 1 && code > 0x7f)) units.push(ESCAPE + bytes[at++]);
    else {
      at += length;
      if (code < 0x10000) units.push(code);
      else units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
    }
    if (units.length < PIECE && at < bytes.length) continue;
    text += String.fromCharCode(...units);
    units = [];
  }
  return text;
}

/** The lowest character that has so many bytes: in more than it needs, none is one. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

/** The character that begins here, by its number; -1 if it is none. */
function codeAt(bytes: Uint8Array, at: number, length: number): number {
  let code = bytes[at] & (0xff >> (length + 1));
  for (let next = at + 1; next < at + length; next++) {
    if ((bytes[next] & 0xc0) !== 0x80) return -1;
    code = code << 6 | bytes[next] & 0x3f;
  }
  const half = code >= 0xd800 && code <= 0xdfff;
  return half || code < LEAST[length] || code > 0x10ffff ? -1 : code;
}

function unescapedBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  let from = 0;
  const write = (end: number): void => {
    size += encoder.encodeInto(text.slice(from, end), bytes.subarray(size)).written;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff) at++;
    else if (unit >= 0xdc80 && unit <= 0xdcff) {
      if (at > from) write(at);
      bytes[size++] = unit - ESCAPE;
      from = at + 1;
    }
  }
  write(text.length);
  return bytes.slice(0, size);
}
