// Which answers are kept for the next request? A record as bytes, and as text, for stores that keep nothing else.
import type { CachedResponse, CacheRecord, Variation, VersionedRecord } from "./stores.ts";

/** A record as bytes: how long the JSON is, the JSON, and behind it the body as it is. */
export function packed(record: CacheRecord): Uint8Array<ArrayBuffer> {
  const body = "body" in record ? record.body : new Uint8Array();
  const head = new TextEncoder().encode(JSON.stringify({ ...record, body: undefined }));
  const bytes = new Uint8Array(4 + head.byteLength + body.byteLength);
  new DataView(bytes.buffer).setUint32(0, head.byteLength);
  bytes.set(head, 4);
  bytes.set(body, 4 + head.byteLength);
  return bytes;
}

/** The record of such bytes; null if it is none. */
export function unpacked(bytes: Uint8Array): CacheRecord | null {
  try {
    const end = 4 + new DataView(bytes.buffer).getUint32(0);
    const record = JSON.parse(new TextDecoder().decode(bytes.subarray(4, end)));
    return "variation" in record ? record : { ...record, body: bytes.subarray(end) };
  } catch {
    return null;
  }
}

/** A record as text, with its body in base64. */
export function serialized(record: CacheRecord): string {
  return JSON.stringify(
    record,
    (_key, value) => value instanceof Uint8Array ? { base64: toBase64(value) } : value,
  );
}

/** The record of such a text; null if it is none. */
export function parsed(text: string): CacheRecord | null {
  try {
    return revived(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The record of what such a text says; null if it is none. */
export function revived(found: unknown): CacheRecord | null {
  const record = found as { body?: { base64: string }; variation?: Variation } | null;
  if (record?.variation !== undefined) return record as VersionedRecord;
  if (typeof record?.body?.base64 !== "string") return null;
  return { ...record, body: fromBase64(record.body.base64) } as CachedResponse;
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.byteLength; at += 32_768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
