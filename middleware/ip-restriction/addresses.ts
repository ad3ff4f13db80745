// From which addresses do requests come in? Networks, and whether an address belongs to one.
import { type Address, readAddress } from "../_shared/ipaddr.ts";

/** Addresses that have their first bits in common. */
export interface Network {
  readonly address: Address;
  readonly bits: number;
}

/** Reads a network; null if either text is wrong. A mask is four numbers, or the number of its bits. */
export function readNetwork(ipAddress: string, subnetMask?: string): Network | null {
  const address = readAddress(ipAddress);
  if (address === null) return null;
  const most = address.kind() === "ipv4" ? 32 : 128;
  const bits = subnetMask === undefined ? most : maskBits(subnetMask);
  return bits === null || bits > most ? null : { address, bits };
}

function maskBits(mask: string): number | null {
  if (/^\d{1,3}$/.test(mask)) return Number(mask);
  const address = readAddress(mask);
  return address?.kind() === "ipv4" ? address.prefixLengthFromSubnetMask() : null;
}

/** Whether an address lies in a network. */
export function isIn(address: Address, network: Network): boolean {
  return address.kind() === network.address.kind() && address.match(network.address, network.bits);
}

/** The addresses of an X-Forwarded-For header; null for each that is none. Ports do not count. */
export function forwardedAddresses(header: string | null): (Address | null)[] {
  const texts = (header ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "");
  return texts.map((text) => {
    const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text) ?? /^([\d.]+):\d+$/.exec(text);
    return readAddress(bare === null ? text : bare[1]);
  });
}
