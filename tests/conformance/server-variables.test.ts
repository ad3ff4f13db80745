// Which value has each server variable? One row for each: name, value, request.
import { defineModule, type IHttpContext } from "../../mod.ts";
import { variableNames } from "../../src/variables/server-variables.ts";
import deno from "../../deno.json" with { type: "json" };
import { assertEquals } from "../_assert.ts";
import { user } from "./_notes.ts";
import { authenticating } from "./_users.ts";
import { type Asked, variableOf } from "./_variables.ts";

const BASIC = {
  modules: [authenticating(user("HOME\\kim", {
    getRemoteUserName: () => "kim",
    getAuthenticationType: () => "Basic",
    getPassword: () => "secret",
  }))],
};
const SITE = {
  options: { site: { id: 7, name: "Shop" }, application: { physicalPath: "/srv/shop" } },
};
const QUERY = { url: "http://shop.example/a%20b/c.asp?x=1&y=%20" };
const begin = (onBeginRequest: (context: IHttpContext) => void) => defineModule({ onBeginRequest });
const moved = {
  url: "http://shop.example/old%20place?a=1",
  modules: [begin((context) => void context.getRequest().setUrl("/new?b=2", true))],
};
const HEADERS = { headers: { "Accept-Encoding": "gzip, br", "X-Own": "1" } };
const POST = { method: "POST", body: "12345", headers: { "Content-Type": "text/x-own" } };
const SIZED = { ...POST, headers: { ...POST.headers, "Content-Length": "5" } };
const DENO = { env: { remoteAddr: { hostname: "192.0.2.7", port: 50_123 } } };
const V6 = { env: { remoteAddr: { hostname: "2001:db8::7", port: 50_123 } } };
const SOCKET = {
  encrypted: true,
  authorized: false,
  localAddress: "192.0.2.1",
  localPort: 8443,
  remoteAddress: "192.0.2.9",
  remotePort: 1234,
  getProtocol: () => "TLSv1.2",
  getCipher: () => ({ name: "ECDHE-RSA-AES256-GCM-SHA384" }),
  getCertificate: () => ({ subject: { CN: "shop" }, issuer: { C: "DE", O: "Trust" }, bits: 2048 }),
  getPeerCertificate: () => ({
    subject: { O: "Home", OU: ["A", "B"], CN: "kim" },
    issuer: { CN: "Home CA" },
    serialNumber: "0A1B",
    fingerprint256: "AB:CD",
    raw: new Uint8Array([48, 1]),
  }),
};
const NODE = { url: "https://shop.example/", env: { incoming: { socket: SOCKET } } };
const BUN = {
  url: "http://10.9.8.7:4444/",
  env: {
    requestIP: () => null,
    address: { address: "192.0.2.3", family: "IPv4", port: 8085 },
  },
};
const HTTP2 = { facts: { cf: { httpProtocol: "HTTP/2" } } };
const CF = {
  tlsVersion: "TLSv1.3",
  tlsCipher: "AEAD-AES128-GCM-SHA256",
  tlsClientAuth: {
    certPresented: "1",
    certVerified: "SUCCESS",
    certSubjectDN: "CN=kim",
    certIssuerDN: "CN=Edge CA",
    certSerial: "0C",
    certFingerprintSHA256: "ef01",
  },
};
const EDGE = { url: "https://shop.example/", facts: { cf: CF } };
const NO_CERTIFICATE = {
  url: "https://shop.example/",
  facts: { cf: { ...CF, tlsClientAuth: null } },
};

const ROWS: [name: string, value: string, asked?: Asked][] = [
  ["ALL_HTTP", "HTTP_ACCEPT_ENCODING:gzip, br\r\nHTTP_X_OWN:1\r\n", HEADERS],
  ["ALL_HTTP", ""],
  ["ALL_RAW", "Accept-Encoding: gzip, br\r\nx-own: 1\r\n", HEADERS],
  ["APPL_MD_PATH", "/LM/W3SVC/1/ROOT"],
  ["APPL_MD_PATH", "/LM/W3SVC/7/ROOT", SITE],
  ["APPL_PHYSICAL_PATH", "/srv/shop", SITE],
  ["APP_POOL_CONFIG", ""],
  ["APP_POOL_ID", "DefaultAppPool"],
  ["AUTH_PASSWORD", "secret", BASIC],
  ["AUTH_PASSWORD", ""],
  ["AUTH_TYPE", "Basic", BASIC],
  ["AUTH_TYPE", ""],
  ["AUTH_USER", "kim", BASIC],
  ["AUTH_USER", ""],
  ["CACHE_URL", "http://shop.example:80/a%20b/c.asp?x=1&y=%20", QUERY],
  ["CACHE_URL", "http://shop.example:80/new?b=2", moved],
  ["CERT_COOKIE", "abcd", NODE],
  ["CERT_COOKIE", "ef01", EDGE],
  ["CERT_COOKIE", ""],
  ["CERT_FLAGS", "3", NODE],
  ["CERT_FLAGS", "1", EDGE],
  ["CERT_FLAGS", "", NO_CERTIFICATE],
  ["CERT_ISSUER", "CN=Home CA", NODE],
  ["CERT_ISSUER", "CN=Edge CA", EDGE],
  ["CERT_KEYSIZE", "256", NODE],
  ["CERT_KEYSIZE", "128", NO_CERTIFICATE],
  ["CERT_SECRETKEYSIZE", "2048", NODE],
  ["CERT_SECRETKEYSIZE", "", EDGE],
  ["CERT_SERIALNUMBER", "0A1B", NODE],
  ["CERT_SERIALNUMBER", "0C", EDGE],
  ["CERT_SERVER_ISSUER", "C=DE, O=Trust", NODE],
  ["CERT_SERVER_SUBJECT", "CN=shop", NODE],
  ["CERT_SUBJECT", "O=Home, OU=A, OU=B, CN=kim", NODE],
  ["CERT_SUBJECT", "CN=kim", EDGE],
  ["CERT_SUBJECT", "", NO_CERTIFICATE],
  ["CONTENT_LENGTH", "0"],
  ["CONTENT_LENGTH", "5", SIZED],
  ["CONTENT_LENGTH", "", POST],
  ["CONTENT_TYPE", "text/x-own", POST],
  ["CONTENT_TYPE", ""],
  ["CRYPT_CIPHER_ALG_ID", "6610", NODE],
  ["CRYPT_CIPHER_ALG_ID", "660e", EDGE],
  ["CRYPT_CIPHER_ALG_ID", ""],
  ["CRYPT_HASH_ALG_ID", "800d", NODE],
  ["CRYPT_HASH_ALG_ID", "800c", EDGE],
  ["CRYPT_KEYEXCHANGE_ALG_ID", "ae06", NODE],
  ["CRYPT_KEYEXCHANGE_ALG_ID", "ae06", EDGE],
  ["CRYPT_PROTOCOL", "400", NODE],
  ["CRYPT_PROTOCOL", "1000", EDGE],
  ["CRYPT_PROTOCOL", ""],
  ["DOCUMENT_ROOT", "/srv/shop", SITE],
  ["FORWARDED_URL", "", moved],
  ["FORWARDED_URL", "http://other.example/x", {
    modules: [begin((context) => void context.getRequest().setUrl("http://other.example/x", true))],
  }],
  ["GATEWAY_INTERFACE", "CGI/1.1"],
  ["HTTPS", "OFF"],
  ["HTTPS", "ON", NODE],
  ["HTTPS_KEYSIZE", "256", NODE],
  ["HTTPS_KEYSIZE", ""],
  ["HTTPS_SECRETKEYSIZE", "2048", NODE],
  ["HTTPS_SERVER_ISSUER", "C=DE, O=Trust", NODE],
  ["HTTPS_SERVER_SUBJECT", "CN=shop", NODE],
  ["HTTP_METHOD", "POST", POST],
  ["HTTP_URL", "/a%20b/c.asp?x=1&y=%20", QUERY],
  ["HTTP_URL", "/new?b=2", moved],
  ["HTTP_VERSION", "HTTP/1.1"],
  ["HTTP_VERSION", "HTTP/2.0", HTTP2],
  ["HTTP_X_ORIGINAL_URL", "0x80070585"],
  ["HTTP_X_ORIGINAL_URL", "/old%20place?a=1", moved],
  ["HTTP_X_ORIGINAL_URL", "/old%20place?a=1", { ...moved, headers: { "X-Original-URL": "/no" } }],
  ["IIS_WEBSOCK", "0x80070585"],
  ["WEBSOCKET_VERSION", "0x80070585"],
  ["HTTP_X_ORIGINAL_URL", "/said", { headers: { "X-Original-URL": "/said" } }],
  ["INSTANCE_ID", "7", SITE],
  ["INSTANCE_META_PATH", "/LM/W3SVC/7", SITE],
  ["INSTANCE_NAME", "Shop", SITE],
  ["INSTANCE_NAME", "Default Web Site"],
  ["LOCAL_ADDR", "192.0.2.1", NODE],
  ["LOCAL_ADDR", "127.0.0.1", { url: "http://127.0.0.1:8080/" }],
  ["LOCAL_ADDR", ""],
  ["LOCAL_ADDR", "192.0.2.3", BUN],
  ["LOGON_USER", "HOME\\kim", BASIC],
  ["LOGON_USER", ""],
  ["MANAGED_PIPELINE_MODE", "Integrated"],
  ["PATH_INFO", "/a b/c.asp", QUERY],
  ["QUERY_STRING", "x=1&y=%20", QUERY],
  ["QUERY_STRING", ""],
  ["QUERY_STRING", "b=2", moved],
  ["REMOTE_ADDR", "192.0.2.7", DENO],
  ["REMOTE_ADDR", "2001:db8::7", V6],
  ["REMOTE_ADDR", "192.0.2.9", NODE],
  ["REMOTE_ADDR", ""],
  ["REMOTE_HOST", "", DENO],
  ["REMOTE_PORT", "50123", DENO],
  ["REMOTE_PORT", ""],
  ["REMOTE_USER", "kim", BASIC],
  ["REMOTE_USER", ""],
  ["REQUEST_FLAGS", "0"],
  ["REQUEST_FLAGS", "1", POST],
  ["REQUEST_FLAGS", "4", HTTP2],
  ["REQUEST_METHOD", "POST", POST],
  ["REQUEST_METHOD", "PATCH", {
    modules: [begin((context) => void context.getRequest().setHttpMethod("PATCH"))],
  }],
  ["REQUEST_URI", "/a%20b/c.asp?x=1&y=%20", QUERY],
  ["SCRIPT_NAME", "/a b/c.asp", QUERY],
  ["SERVER_ADDR", "192.0.2.1", NODE],
  ["SERVER_ADDR", "192.0.2.3", BUN],
  ["SERVER_NAME", "shop.example", QUERY],
  ["SERVER_NAME", "[::1]", { url: "http://[::1]:8080/" }],
  ["SERVER_PORT", "80"],
  ["SERVER_PORT", "8443", NODE],
  ["SERVER_PORT", "8085", BUN],
  ["SERVER_PORT", "443", EDGE],
  ["SERVER_PORT", "8080", { url: "http://localhost:8080/" }],
  ["SERVER_PORT_SECURE", "0"],
  ["SERVER_PORT_SECURE", "1", NODE],
  ["SERVER_PROTOCOL", "HTTP/1.1"],
  ["SERVER_PROTOCOL", "HTTP/2.0", HTTP2],
  ["SERVER_SOFTWARE", `Sluice/${deno.version}`],
  ["UNENCODED_URL", "/a%20b/c.asp?x=1&y=%20", QUERY],
  ["UNENCODED_URL", "/old%20place?a=1", moved],
  ["UNMAPPED_REMOTE_USER", "kim", BASIC],
  ["URL", "/a b/c.asp", QUERY],
  ["URL", "/new", moved],
];

/** Those that stand for physical paths have their rows in server-variables-paths.test.ts. */
const OF_FILES = [
  "PATH_TRANSLATED",
  "REQUEST_FILENAME",
  "SCRIPT_FILENAME",
  "SCRIPT_TRANSLATED",
];

/** The names of the list of IIS (web-dev-reference, server-variables), HTTP_X_ORIGINAL_URL, and those of WebSockets. */
const LISTED = "ALL_HTTP ALL_RAW APPL_MD_PATH APPL_PHYSICAL_PATH APP_POOL_CONFIG APP_POOL_ID " +
  "AUTH_PASSWORD AUTH_TYPE AUTH_USER CACHE_URL CERT_COOKIE CERT_FLAGS CERT_ISSUER CERT_KEYSIZE " +
  "CERT_SECRETKEYSIZE CERT_SERIALNUMBER CERT_SERVER_ISSUER CERT_SERVER_SUBJECT CERT_SUBJECT " +
  "CONTENT_LENGTH CONTENT_TYPE CRYPT_CIPHER_ALG_ID CRYPT_HASH_ALG_ID CRYPT_KEYEXCHANGE_ALG_ID " +
  "CRYPT_PROTOCOL DOCUMENT_ROOT FORWARDED_URL GATEWAY_INTERFACE HTTPS HTTPS_KEYSIZE " +
  "HTTPS_SECRETKEYSIZE HTTPS_SERVER_ISSUER HTTPS_SERVER_SUBJECT HTTP_METHOD HTTP_URL " +
  "HTTP_VERSION HTTP_X_ORIGINAL_URL INSTANCE_ID INSTANCE_META_PATH INSTANCE_NAME LOCAL_ADDR " +
  "LOGON_USER MANAGED_PIPELINE_MODE PATH_INFO PATH_TRANSLATED QUERY_STRING REMOTE_ADDR " +
  "REMOTE_HOST REMOTE_PORT REMOTE_USER REQUEST_FILENAME REQUEST_FLAGS REQUEST_METHOD " +
  "REQUEST_URI SCRIPT_FILENAME SCRIPT_NAME SCRIPT_TRANSLATED SERVER_ADDR SERVER_NAME " +
  "SERVER_PORT SERVER_PORT_SECURE SERVER_PROTOCOL SERVER_SOFTWARE UNENCODED_URL " +
  "UNMAPPED_REMOTE_USER URL IIS_WEBSOCK WEBSOCKET_VERSION";

Deno.test("IHttpContext.getServerVariable: every variable of the list of IIS is there", () => {
  assertEquals([...variableNames()].sort(), LISTED.split(" ").sort());
});

Deno.test("IHttpContext.getServerVariable: every variable has its row", () => {
  const rows = new Set([...ROWS.map(([name]) => name), ...OF_FILES]);
  assertEquals(variableNames().filter((name) => !rows.has(name)), []);
});

// @see ihttpcontext-getservervariable-method
for (const [i, [name, value, asked]] of ROWS.entries()) {
  Deno.test(`IHttpContext.getServerVariable: ${name} is "${value.trim()}" (row ${i + 1})`, async () => {
    assertEquals(await variableOf(name, asked), value);
  });
}
