// Are variables and headers one and the same? Random calls of both kinds, held against a plain table.
import { defineModule, type IHttpContext4 } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app } from "./_notes.ts";
import { random } from "./_random.ts";

const NAMES = ["X-One", "X-Two-Parts", "Accept-Language", "Referer", "x-three"];
const OWN = ["OWN", "Own_Too", "SERVER_NAME", "LOGON_USER"];
const STEPS = 60;

/** What a table without any cleverness would say: headers by name, variables that were set by name. */
class Model {
  readonly headers = new Map<string, string>();
  readonly own = new Map<string, string>();

  setHeader(name: string, value: string, replace: boolean): void {
    const old = this.headers.get(name);
    this.headers.set(name, replace || old === undefined ? value : `${old}, ${value}`);
  }
}

/** The variable of a header, in a spelling that is as good as any. */
function variable(header: string, next: () => number): string {
  const name = `HTTP_${header.replaceAll("-", "_")}`;
  return next() < 0.5 ? name.toUpperCase() : name.toLowerCase();
}

/** One random call, on the request and on the model. */
function step(context: IHttpContext4, model: Model, next: () => number): void {
  const name = NAMES[Math.floor(next() * NAMES.length)];
  const key = name.toLowerCase();
  const value = `v${Math.floor(next() * 1000)}`;
  const request = context.getRequest();
  const kind = Math.floor(next() * 4);
  if (kind === 0) {
    const replace = next() < 0.5;
    request.setHeader(name, value, replace);
    model.setHeader(key, value, replace);
  } else if (kind === 1) {
    request.deleteHeader(name);
    model.headers.delete(key);
  } else if (kind === 2) {
    context.setServerVariable(variable(name, next), value);
    model.setHeader(key, value, true);
  } else {
    const own = OWN[Math.floor(next() * OWN.length)];
    context.setServerVariable(own, value);
    model.own.set(own.toUpperCase(), value);
  }
}

function compare(context: IHttpContext4, model: Model, next: () => number): void {
  for (const name of NAMES) {
    const wanted = model.headers.get(name.toLowerCase()) ?? null;
    assertEquals(context.getRequest().getHeader(name), wanted, name);
    assertEquals(context.getServerVariable(variable(name, next)).value, wanted, name);
    assertEquals(context.getServerVariable(`HEADER_${name}`).value, wanted, name);
  }
  for (const [name, value] of model.own) {
    assertEquals(context.getServerVariable(name.toLowerCase()).value, value, name);
  }
  const lines = [...model.headers].map(([name, value]) =>
    `HTTP_${name.toUpperCase().replaceAll("-", "_")}:${value}`
  );
  const all = context.getServerVariable("ALL_HTTP").value!.split("\r\n").slice(0, -1);
  assertEquals(all.sort(), lines.sort());
}

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable and IHttpRequest.setHeader write one table, whatever the order", async () => {
  for (let seed = 1; seed <= 100; seed++) {
    const next = random(seed);
    let failure: unknown;
    const model = new Model();
    model.setHeader("referer", "arrived", true);
    await house(
      defineModule({
        onBeginRequest(context) {
          try {
            for (let i = 0; i < STEPS; i++) step(context, model, next);
            compare(context, model, next);
          } catch (error) {
            failure = error;
          }
        },
      }),
      { app },
    ).text("/", { headers: { Referer: "arrived" } });
    if (failure !== undefined) throw new Error(`Seed ${seed}`, { cause: failure });
  }
});
