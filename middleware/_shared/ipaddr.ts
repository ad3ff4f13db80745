// What do ready modules share? The typed door to ipaddr.js, as far as it is used.
import ipaddr from "npm:ipaddr.js@2.5.0";

/** An address of either family. */
export interface Address {
  /** Its family, "ipv4" or "ipv6". */
  kind(): string;
  /** Whether it has the first bits in common with another one of its family. */
  match(other: Address, bits: number): boolean;
  /** The bits that a mask of ones and then noughts leaves; null if it is no mask. */
  prefixLengthFromSubnetMask(): number | null;
}

interface Library {
  isValid(text: string): boolean;
  process(text: string): Address;
  readonly IPv4: { isValidFourPartDecimal(text: string): boolean };
}

const library = ipaddr as unknown as Library;

/** What an address of the newer family is made of, with a zone, and one of the older. */
const LETTERS = /^[\da-f:.]+(?:%.*)?$/i;
const FOUR_PARTS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * Reads an address in its usual form; null if it is none. One of the older family that is written as one of the newer
 * is one of the older.
 */
export function readAddress(text: string): Address | null {
  // The library throws and catches inside for whatever is none: a long list of nonsense would cost its reader dearly.
  const usual = text.includes(":")
    ? LETTERS.test(text) && library.isValid(text)
    : FOUR_PARTS.test(text) && library.IPv4.isValidFourPartDecimal(text);
  return usual ? library.process(text) : null;
}
