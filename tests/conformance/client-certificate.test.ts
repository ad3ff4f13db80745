// What is told of the client's certificate? Node tells it by its socket, workerd in `request.cf`, others not at all.
import {
  createWebServer,
  defineModule,
  FAILED,
  HTTP_REQUEST_FLAG_HTTP2,
  type IHttpContext4,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { app, code } from "./_notes.ts";

const DER = new Uint8Array([0x30, 0x03, 1, 2, 3]);

/** The socket of a secure connection, as Node has it. */
const socket = (peer: Record<string, unknown>, authorized = true) => ({
  encrypted: true,
  authorized,
  getProtocol: () => "TLSv1.3",
  getCipher: () => ({ name: "TLS_CHACHA20_POLY1305_SHA256" }),
  getCertificate: () => ({ subject: { CN: "shop" }, issuer: { CN: "CA" }, bits: 3072 }),
  getPeerCertificate: () => peer,
});
const kim = { subject: { CN: "kim" }, issuer: { CN: "CA" }, serialNumber: "01", raw: DER };
const node = (peer: Record<string, unknown>, authorized?: boolean) => ({
  incoming: { socket: socket(peer, authorized), httpVersion: "1.1" },
});

/** What a module finds in BEGIN_REQUEST; `cf` is what workerd adds to a Request. */
async function found<T>(
  ask: (context: IHttpContext4) => T | Promise<T>,
  env?: unknown,
  cf?: Record<string, unknown>,
): Promise<T> {
  const told = Promise.withResolvers<T>();
  const asking = defineModule({
    async onBeginRequest(context) {
      try {
        told.resolve(await ask(context));
      } catch (error) {
        told.reject(error);
      }
    },
  });
  const request = Object.assign(new Request("https://localhost/"), cf && { cf });
  await createWebServer({ modules: asking, app }).fetch(request, env);
  return await told.promise;
}

const certificate = (context: IHttpContext4) => {
  const { hr, ...rest } = context.getRequest().getClientCertificate();
  return { hr: code(hr), ...rest };
};

// @see ihttprequest-getclientcertificate-method
Deno.test("IHttpRequest.getClientCertificate: ERROR_NOT_FOUND where nothing is told, and where there is none", async () => {
  const none = { hr: "0x80070490", clientCertInfo: null, clientCertNegotiated: false };
  assertEquals(await found(certificate), none);
  assertEquals(await found(certificate, node({})), none);
  const cf = { tlsVersion: "TLSv1.3", tlsClientAuth: { certPresented: "0" } };
  assertEquals(await found(certificate, undefined, cf), none);
});

// @see ihttprequest-getclientcertificate-method
Deno.test("IHttpRequest.getClientCertificate: whole, where the socket has it", async () => {
  const info = { certFlags: 0, certEncoded: DER, token: null, certDeniedByMapper: false };
  const whole = { hr: "0x00000000", clientCertInfo: info, clientCertNegotiated: true };
  assertEquals(await found(certificate, node(kim)), whole);
  const untrusted = { ...whole, clientCertInfo: { ...info, certFlags: 0x800b0109 } };
  assertEquals(await found(certificate, node(kim, false)), untrusted);
});

// @see ihttprequest-getclientcertificate-method
Deno.test("IHttpRequest.getClientCertificate: without its bytes, where only what stands in it is told", async () => {
  const tlsClientAuth = { certPresented: "1", certVerified: "SUCCESS", certSubjectDN: "CN=kim" };
  const told = await found(certificate, undefined, { tlsVersion: "TLSv1.3", tlsClientAuth });
  assertEquals([told.hr, told.clientCertInfo?.certEncoded.length], ["0x00000000", 0]);
});

// @see ihttprequest-negotiateclientcertificate-method
Deno.test("IHttpRequest.negotiateClientCertificate: ERROR_NOT_SUPPORTED, or S_OK at once where there is one", async () => {
  const negotiate = async (context: IHttpContext4) => {
    const request = context.getRequest();
    const results = [
      request.negotiateClientCertificate(true),
      await request.negotiateClientCertificate(false),
    ];
    return results.map(({ hr, completionPending }) => [code(hr), completionPending]);
  };
  assertEquals(await found(negotiate), Array(2).fill(["0x80070032", false]));
  assertEquals(await found(negotiate, node(kim)), Array(2).fill(["0x00000000", false]));
});

// Sample IHttpRequestGetClientCertificate/mymodule.cpp
// @see ihttprequest-negotiateclientcertificate-method
Deno.test("IHttpRequest.getClientCertificate: a module that negotiates first goes on without one", async () => {
  const seen = await found((context) => {
    const request = context.getRequest();
    const first = request.getClientCertificate();
    const asked = FAILED(first.hr) ? request.negotiateClientCertificate(true) : null;
    return [first.clientCertInfo, asked?.completionPending];
  });
  assertEquals(seen, [null, false]);
});

// @see ihttprequest-getrawhttprequest-method
Deno.test("IHttpRequest.getRawHttpRequest: sslInfo is null, or what is known of the secure channel", async () => {
  const sslInfo = (context: IHttpContext4) => context.getRequest().getRawHttpRequest().sslInfo;
  assertEquals(await found(sslInfo), null);
  assertEquals(await found(sslInfo, node({})), {
    serverCertKeySize: 3072,
    connectionKeySize: 256,
    serverCertIssuer: "CN=CA",
    serverCertSubject: "CN=shop",
    clientCertInfo: null,
    sslClientCertNegotiated: 0,
  });
});

// @see ihttprequest-getrawhttprequest-method
Deno.test("IHttpRequest.getRawHttpRequest: flags tell HTTP/2", async () => {
  const flags = (context: IHttpContext4) => context.getRequest().getRawHttpRequest().flags;
  assertEquals(await found(flags), 0);
  assertEquals(await found(flags, undefined, { httpProtocol: "HTTP/2" }), HTTP_REQUEST_FLAG_HTTP2);
});

// Bun forgets a client that has been answered: its address is asked for with the first use of the request.
// @see ihttprequest-getremoteaddress-method
Deno.test("IHttpRequest.getRemoteAddress: Bun is asked once, as soon as a module has the request", async () => {
  let asked = 0;
  const bun = { requestIP: () => (asked++, { address: "192.0.2.7", port: 99 }) };
  const told = await found((context) => {
    const request = context.getRequest();
    return [asked, request.getRemoteAddress()?.address, request.getRemoteAddress()?.port, asked];
  }, bun);
  assertEquals(told, [1, "192.0.2.7", 99, 1]);
});
