// How long does a module's stored context live? Rows 93 and 94.
import { type IHttpStoredContext, RQ_NOTIFICATION_FINISH_REQUEST } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { keeping } from "./_containers.ts";
import { app, code, turn, within, write } from "./_notes.ts";

/** What a module keeps for a request; notes its life. */
class Stored implements IHttpStoredContext {
  constructor(readonly seen: string[], readonly name = "stored") {
    seen.push(`${name} constructed`);
  }
  display(): string {
    this.seen.push(`${this.name} displayed`);
    return this.name;
  }
  cleanupStoredContext(): void {
    this.seen.push(`${this.name} cleaned up`);
  }
}

// @see ihttpstoredcontext-cleanupstoredcontext-method
Deno.test("12.93 IHttpStoredContext.cleanupStoredContext is called once, after the request", async () => {
  const { text, seen } = house((seen: string[]) => [
    keeping((context, id) => {
      context.getModuleContextContainer().setModuleContext(new Stored(seen), id);
      const stored = context.getModuleContextContainer().getModuleContext(id) as Stored;
      write(context, stored.display());
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }, () => void seen.push("end")),
  ]);
  assertEquals(await text(), "stored");
  await turn();
  assertEquals(seen, ["stored constructed", "stored displayed", "end", "stored cleaned up"]);
});

// @see ihttpmodulecontextcontainer-getmodulecontext-method
Deno.test("12.93 IHttpModuleContextContainer.getModuleContext is null for the next request", async () => {
  const { text, seen } = house((seen: string[]) => [
    keeping((context, id) => {
      const container = context.getModuleContextContainer();
      seen.push(String(container.getModuleContext(id)));
      container.setModuleContext({ cleanupStoredContext() {} }, id);
    }),
  ], { app });
  await text();
  await text();
  assertEquals(seen, ["null", "null"]);
});

// @see ihttpmodulecontextcontainer-getmodulecontext-method
Deno.test("12.93 IHttpModuleContextContainer keeps the contexts of two modules apart", async () => {
  const { text, seen } = house((seen: string[]) =>
    ["A", "B"].map((name) =>
      keeping(
        (context, id) =>
          void context.getModuleContextContainer().setModuleContext(new Stored(seen, name), id),
        (context, id) =>
          void (context.getModuleContextContainer().getModuleContext(id) as Stored).display(),
        name,
      )
    ), { app });
  await text();
  assertEquals(seen.filter((note) => note.endsWith("displayed")), ["A displayed", "B displayed"]);
});

// @see ihttpmodulecontextcontainer-setmodulecontext-method
Deno.test("12.94 IHttpModuleContextContainer.setModuleContext refuses a second context", async () => {
  const results: string[] = [];
  const kept: unknown[] = [];
  const { text, seen } = house((seen: string[]) => [
    keeping((context, id) => {
      const container = context.getModuleContextContainer();
      const [first, second] = [new Stored(seen, "first"), new Stored(seen, "second")];
      results.push(...[first, second].map((s) => code(container.setModuleContext(s, id))));
      kept.push(container.getModuleContext(id) === first);
    }),
  ], { app });
  await text();
  await turn();
  assertEquals([results, kept], [["0x00000000", "0x80070055"], [true]]);
  assertEquals(seen.filter((note) => note.endsWith("cleaned up")), ["first cleaned up"]);
});

// @see ihttpmodulecontextcontainer-setmodulecontext-method
Deno.test("12.94 IHttpModuleContextContainer.setModuleContext refuses null", async () => {
  const { text, seen } = house((seen: string[]) => [
    keeping((context, id) => {
      const none = null as unknown as IHttpStoredContext;
      seen.push(code(context.getModuleContextContainer().setModuleContext(none, id)));
    }),
  ], { app });
  await text();
  assertEquals(seen, ["0x80070057"]);
});

// @see ihttpstoredcontext-cleanupstoredcontext-method
Deno.test("12.93 cleanupStoredContext that throws does not keep others from theirs", async () => {
  const { text, seen } = house((seen: string[]) => [
    keeping((context, id) => {
      const cleanupStoredContext = () => {
        throw new Error("on purpose");
      };
      context.getModuleContextContainer().setModuleContext({ cleanupStoredContext }, id);
    }),
    keeping(
      (context, id) =>
        void context.getModuleContextContainer().setModuleContext(new Stored(seen), id),
      undefined,
      "B",
    ),
  ], { app });
  assertEquals(await text(), "app");
  await turn();
  assertEquals(seen, ["stored constructed", "stored cleaned up"]);
});

// @see ihttpapplication-getmodulecontextcontainer-method
Deno.test("12.93 a context of the application outlives requests and ends when the server closes", async () => {
  const { text, seen, server } = house((seen: string[]) => [
    keeping((context, id) => {
      const container = context.getApplication().getModuleContextContainer();
      const stored = container.getModuleContext(id) as Stored | null;
      if (stored) stored.display();
      else container.setModuleContext(new Stored(seen), id);
    }),
  ], { app });
  await text();
  await text();
  await turn();
  assertEquals(seen, ["stored constructed", "stored displayed"]);
  await within(server.close(), "closing");
  assertEquals(seen.slice(2), ["stored cleaned up"]);
});

// @see ihttpcontext-allocaterequestmemory-method
Deno.test("12.93 IHttpContext.allocateRequestMemory gives zeros of the size asked for", async () => {
  const got: number[][] = [];
  await house([
    keeping((context) => void got.push([...context.allocateRequestMemory(4)])),
  ], { app }).text();
  assertEquals(got, [[0, 0, 0, 0]]);
});
