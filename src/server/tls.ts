// Who builds the house and lets a request in? What a runtime tells of the secure channel: Node by its socket, workerd by `cf`.
import type { ClientCertificate, TlsFacts } from "../context/tls-facts.ts";

const NONE = new Uint8Array(0);

/** A distinguished name by its parts, as Node has it. */
type NameParts = Readonly<Record<string, string | readonly string[]>>;

interface NodeCertificate {
  readonly subject?: NameParts;
  readonly issuer?: NameParts;
  readonly serialNumber?: string;
  readonly fingerprint256?: string;
  readonly raw?: Uint8Array;
  /** Of the key. */
  readonly bits?: number;
}

/** The socket of a secure connection on Node. */
export interface TlsSocket {
  readonly encrypted?: boolean;
  readonly authorized?: boolean;
  getProtocol?(): string | null;
  getCipher?(): { readonly name?: string } | undefined;
  getPeerCertificate?(): NodeCertificate | null | undefined;
  getCertificate?(): NodeCertificate | null | undefined;
}

interface ClientAuth {
  readonly certPresented?: string;
  readonly certVerified?: string;
  readonly certSubjectDN?: string;
  readonly certIssuerDN?: string;
  readonly certSerial?: string;
  readonly certFingerprintSHA256?: string;
}

/** What workerd tells in `request.cf`. */
export interface CfFacts {
  readonly httpProtocol?: string;
  readonly tlsVersion?: string;
  readonly tlsCipher?: string;
  readonly tlsClientAuth?: ClientAuth | null;
}

/** What is known of the secure channel; null where nothing is told, or there is none. */
export function tlsFacts(socket: TlsSocket | undefined, cf: CfFacts | undefined): TlsFacts | null {
  if (socket?.encrypted === true) return ofSocket(socket);
  return cf?.tlsVersion ? ofCf(cf) : null;
}

function ofSocket(socket: TlsSocket): TlsFacts {
  const cipher = socket.getCipher?.()?.name ?? "";
  const own = socket.getCertificate?.();
  return {
    protocol: socket.getProtocol?.() ?? "",
    cipher,
    connectionKeySize: keySize(cipher),
    serverKeySize: own?.bits ?? 0,
    serverIssuer: nameOf(own?.issuer),
    serverSubject: nameOf(own?.subject),
    clientCertificate: ofPeer(socket),
  };
}

function ofPeer(socket: TlsSocket): ClientCertificate | null {
  const found = socket.getPeerCertificate?.();
  if (found?.raw === undefined) return null;
  return {
    encoded: found.raw,
    subject: nameOf(found.subject),
    issuer: nameOf(found.issuer),
    serialNumber: found.serialNumber ?? "",
    fingerprint: (found.fingerprint256 ?? "").replaceAll(":", "").toLowerCase(),
    trusted: socket.authorized === true,
  };
}

function ofCf(cf: CfFacts): TlsFacts {
  const cipher = cf.tlsCipher ?? "";
  return {
    protocol: cf.tlsVersion ?? "",
    cipher,
    connectionKeySize: keySize(cipher),
    serverKeySize: 0,
    serverIssuer: "",
    serverSubject: "",
    clientCertificate: ofClientAuth(cf.tlsClientAuth),
  };
}

function ofClientAuth(auth: ClientAuth | null | undefined): ClientCertificate | null {
  if (auth?.certPresented !== "1") return null;
  return {
    encoded: NONE,
    subject: auth.certSubjectDN ?? "",
    issuer: auth.certIssuerDN ?? "",
    serialNumber: auth.certSerial ?? "",
    fingerprint: auth.certFingerprintSHA256 ?? "",
    trusted: auth.certVerified === "SUCCESS",
  };
}

/** The name in one line: "C=DE, O=Example, CN=kim". */
function nameOf(name: NameParts | undefined): string {
  const parts = Object.entries(name ?? {});
  return parts.flatMap(([key, text]) => [text].flat().map((one) => `${key}=${one}`)).join(", ");
}

/** Bits of the key, by the name of the cipher. */
function keySize(cipher: string): number {
  const aes = /AES_?(\d{3})/.exec(cipher);
  if (aes !== null) return Number(aes[1]);
  return /CHACHA20/.test(cipher) ? 256 : 0;
}
