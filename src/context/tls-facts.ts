// What does a module hold in its hand? What is known of the secure channel below a request, also in the shape of http.h.
import type { HTTP_SSL_CLIENT_CERT_INFO, HTTP_SSL_INFO } from "../terms/raw-request.ts";

/** CERT_E_UNTRUSTEDROOT, as the flags of a certificate have it. */
const UNTRUSTED = 0x800b0109;

/** The certificate of the client. */
export interface ClientCertificate {
  /** Its bytes, in DER; none where the runtime tells only what stands in it. */
  readonly encoded: Uint8Array;
  readonly subject: string;
  readonly issuer: string;
  /** In hexadecimal. */
  readonly serialNumber: string;
  /** A name that no other certificate has. */
  readonly fingerprint: string;
  /** Whether somebody whom the server knows vouches for it. */
  readonly trusted: boolean;
}

/** What a runtime tells of TLS. Texts are empty and sizes 0 where it does not. */
export interface TlsFacts {
  /** For example "TLSv1.3". */
  readonly protocol: string;
  /** The name of the cipher suite. */
  readonly cipher: string;
  /** In bits. */
  readonly connectionKeySize: number;
  /** Of the server's certificate, in bits. */
  readonly serverKeySize: number;
  readonly serverIssuer: string;
  readonly serverSubject: string;
  readonly clientCertificate: ClientCertificate | null;
}

/** The client's certificate in the shape of http.h; null if there is none. */
export function clientCertInfoOf(facts: TlsFacts | null): HTTP_SSL_CLIENT_CERT_INFO | null {
  const found = facts?.clientCertificate ?? null;
  if (found === null) return null;
  const certFlags = found.trusted ? 0 : UNTRUSTED;
  return { certFlags, certEncoded: found.encoded, token: null, certDeniedByMapper: false };
}

/** The channel in the shape of http.h; null if nothing is known of one. */
export function sslInfoOf(facts: TlsFacts | null): HTTP_SSL_INFO | null {
  if (facts === null) return null;
  return {
    serverCertKeySize: facts.serverKeySize,
    connectionKeySize: facts.connectionKeySize,
    serverCertIssuer: facts.serverIssuer,
    serverCertSubject: facts.serverSubject,
    clientCertInfo: clientCertInfoOf(facts),
    sslClientCertNegotiated: facts.clientCertificate === null ? 0 : 1,
  };
}
