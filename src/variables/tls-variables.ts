// By which names are its facts known? Variables of TLS and its certificates, as far as the runtime tells.
import type { ClientCertificate, TlsFacts } from "../context/tls-facts.ts";
import type { Compute } from "./source.ts";

/** Numbers of the Windows cryptography interfaces, in hexadecimal, as the variables have them. */
const PROTOCOLS: readonly (readonly [RegExp, string])[] = [
  [/1\.3$/, "1000"],
  [/1\.2$/, "400"],
  [/1\.1$/, "100"],
  [/1(\.0)?$/, "40"],
];
const CIPHERS: readonly (readonly [RegExp, string])[] = [
  [/AES_?128/, "660e"],
  [/AES_?256/, "6610"],
  [/3DES/, "6603"],
];
const HASHES: readonly (readonly [RegExp, string])[] = [
  [/SHA384$/, "800d"],
  [/SHA256$/, "800c"],
  [/SHA1?$/, "8004"],
  [/MD5$/, "8003"],
];
const EXCHANGES: readonly (readonly [RegExp, string])[] = [
  [/ECDHE|^TLS_(AES|CHACHA)|^AEAD/, "ae06"],
  [/ECDH/, "aa05"],
  [/DHE/, "aa02"],
  [/^(TLS_RSA|AES|RSA)/, "a400"],
];

const find = (table: readonly (readonly [RegExp, string])[], text: string): string =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? "";

const tls = (tell: (facts: TlsFacts) => string): Compute => ({ request }) => {
  const facts = request.tls;
  return facts === null ? "" : tell(facts);
};
const cipher = (table: readonly (readonly [RegExp, string])[]): Compute =>
  tls((facts) => find(table, facts.cipher));
const certificate = (tell: (found: ClientCertificate) => string): Compute =>
  tls(({ clientCertificate }) => clientCertificate === null ? "" : tell(clientCertificate));
const bits = (size: number): string => size === 0 ? "" : String(size);

const keySize = tls((facts) => bits(facts.connectionKeySize));
const secretKeySize = tls((facts) => bits(facts.serverKeySize));
const serverIssuer = tls((facts) => facts.serverIssuer);
const serverSubject = tls((facts) => facts.serverSubject);

/** Variables of the secure channel; all but HTTPS are empty where there is none. */
export const tlsVariables = (): Readonly<Record<string, Compute>> => ({
  CERT_COOKIE: certificate((found) => found.fingerprint),
  // Bit 0: there is one; bit 1: nobody known vouches for it.
  CERT_FLAGS: certificate((found) => (found.trusted ? "1" : "3")),
  CERT_ISSUER: certificate((found) => found.issuer),
  CERT_KEYSIZE: keySize,
  CERT_SECRETKEYSIZE: secretKeySize,
  CERT_SERIALNUMBER: certificate((found) => found.serialNumber),
  CERT_SERVER_ISSUER: serverIssuer,
  CERT_SERVER_SUBJECT: serverSubject,
  CERT_SUBJECT: certificate((found) => found.subject),
  CRYPT_CIPHER_ALG_ID: cipher(CIPHERS),
  CRYPT_HASH_ALG_ID: cipher(HASHES),
  CRYPT_KEYEXCHANGE_ALG_ID: cipher(EXCHANGES),
  CRYPT_PROTOCOL: tls((facts) => find(PROTOCOLS, facts.protocol)),
  HTTPS: ({ secure }) => (secure ? "ON" : "OFF"),
  HTTPS_KEYSIZE: keySize,
  HTTPS_SECRETKEYSIZE: secretKeySize,
  HTTPS_SERVER_ISSUER: serverIssuer,
  HTTPS_SERVER_SUBJECT: serverSubject,
});
