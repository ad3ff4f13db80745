// What does a client see of variables and users? What a module reads of them, as JSON.
import { assertEquals, assertMatch } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

/** The variables of a request, as a module reads them. */
async function listed(
  client: Client,
  names: string[],
  room = "list",
  headers?: Record<string, string>,
): Promise<(string | null)[]> {
  const answer = await client.get(`/variables/${room}?${names.join(",")}`, { headers });
  const values: Record<string, string | null> = JSON.parse(answer.text);
  return names.map((name) => values[name]);
}

const basic = (name: string, password: string) => ({
  headers: { Authorization: `Basic ${btoa(`${name}:${password}`)}` },
});

const LOCAL = ["LOCAL_ADDR", "SERVER_ADDR", "SERVER_PORT"];
const FOREIGN = { Host: "10.9.8.7:4444" };

/** Where a runtime tells nothing, the client names the address that it has asked for. */
async function hostIsTold(client: Client): Promise<void> {
  assertEquals(await listed(client, LOCAL, "list", FOREIGN), ["10.9.8.7", "10.9.8.7", "4444"]);
  const told = JSON.parse((await client.get("/later/capabilities")).text);
  assertEquals(told.localAddress, "advisory");
}

export const variables: Case[] = [
  {
    title: "IHttpContext.getServerVariable: request line and protocol",
    async run(client) {
      const names = ["REQUEST_METHOD", "URL", "HTTP_VERSION", "HTTPS", "SERVER_PORT_SECURE"];
      const wanted = ["GET", "/variables/list", "HTTP/1.1", "OFF", "0"];
      assertEquals(await listed(client, names), wanted);
      const query = ["QUERY_STRING", "HTTP_URL", "UNENCODED_URL", "REQUEST_URI"];
      const text = query.join(",");
      const target = `/variables/list?${text}`;
      assertEquals(await listed(client, query), [text, target, target, target]);
    },
  },
  {
    title: "IHttpContext.getServerVariable: headers by HTTP_ and HEADER_, all of them, and none",
    async run(client) {
      const names = ["HTTP_X_OWN", "HEADER_X-Own", "HTTP_X_NONE", "NOT_THERE"];
      const [own, same, none, unknown] = await listed(client, names, "list", { "X-Own": "yes" });
      assertEquals([own, same, none, unknown], ["yes", "yes", null, null]);
      const [all] = await listed(client, ["ALL_HTTP"], "list", { "X-Own": "yes" });
      assertMatch(all!, /(^|\n)HTTP_X_OWN:yes\r\n/);
    },
  },
  {
    title: "IHttpContext.getServerVariable: the local end is the socket's, whatever Host says",
    async run(client) {
      const wanted = ["127.0.0.1", "127.0.0.1", String(client.server.port)];
      assertEquals(await listed(client, LOCAL, "list", FOREIGN), wanted);
      const told = JSON.parse((await client.get("/later/capabilities")).text);
      assertEquals(told.localAddress, "real");
    },
    except: {
      deno: { why: "Deno.serve tells no local end; capabilities say so", shows: hostIsTold },
      workerd: { why: "workerd tells no local end; capabilities say so", shows: hostIsTold },
    },
  },
  {
    title: "IHttpContext.getServerVariable: the client's address",
    async run(client) {
      const [address, port] = await listed(client, ["REMOTE_ADDR", "REMOTE_PORT"]);
      assertEquals(address, "127.0.0.1");
      assertMatch(port!, /^[1-9]\d*$/);
    },
    except: {
      workerd: {
        why: "a bare workerd knows no address of the client",
        async shows(client) {
          assertEquals(await listed(client, ["REMOTE_ADDR", "REMOTE_PORT"]), ["", ""]);
        },
      },
    },
  },
  {
    title: "IHttpContext.setServerVariable: later notifications see it, HTTP_ as a header",
    async run(client) {
      const names = ["HTTP_X_SET", "SERVER_NAME", "OWN"];
      assertEquals(await listed(client, names, "set"), [
        "set by a module",
        "www.example.com",
        "own",
      ]);
    },
  },
  {
    title: "IAuthenticationProvider.setUser: the user, its roles and its variables",
    async run(client) {
      const kim = await client.get("/users/strict", basic("kim", "secret"));
      const names = ["SHOP\\kim", "SHOP\\kim", "kim", "Basic", "secret"];
      assertEquals([kim.status, JSON.parse(kim.text)], [200, [...names, "Editors"]]);
    },
  },
  {
    title: "RQ_AUTHENTICATE_REQUEST: 401.2 when anonymous is off and nobody has set a user",
    async run(client) {
      for (const ask of [{}, basic("kim", "wrong")]) {
        const answer = await client.get("/users/strict", ask);
        assertEquals([answer.status, answer.header("x-status"), answer.text], [401, "401.2", ""]);
      }
    },
  },
  {
    title: "IHttpContext.getUser: the anonymous user where anonymous is on",
    async run(client) {
      const answer = await client.get("/users/open");
      assertEquals([answer.status, JSON.parse(answer.text)], [200, ["", "", "", "", ""]]);
    },
  },
];
