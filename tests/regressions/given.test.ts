// What if an object that a module has given throws, or lacks a method? Contract 7: its request is a 500, never the process.
import {
  defineModule,
  type IHttpContext4,
  type IHttpFileInfo,
  type IHttpUser,
  type IScriptMapInfo,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house, hushed, uncaught, user, within } from "./_kit.ts";

const app = { fetch: () => new Response("app") };
const fails = (): never => {
  throw new Error("not today");
};
const status = async (modules: ReturnType<typeof defineModule>[]): Promise<number> => {
  const answer = await within(house(modules, { app }).get("/"), "the answer");
  await answer.body?.cancel();
  return answer.status;
};

// @see imaphandlerprovider-setfileinfo-method
Deno.test("IHttpFileInfo of a module whose dereferenceCacheData throws disturbs nobody", async () => {
  const file = { getAttributes: () => 0, dereferenceCacheData: fails } as unknown as IHttpFileInfo;
  const giving = defineModule({
    name: "Giving",
    onMapRequestHandler: (_context, provider) => void provider.setFileInfo(file),
  });
  const { server, text } = house(giving, { app });
  assertEquals(await uncaught(async () => assertEquals(await text("/"), "app")), []);
  await within(server.close(), "the close");
});

// @see imaphandlerprovider-setscriptmap-method
for (
  const [what, getResponseBufferLimit] of [
    ["no getResponseBufferLimit", undefined],
    ["a getResponseBufferLimit that throws", fails],
    ["a getResponseBufferLimit that is no number of bytes", () => Number.NaN],
  ] as const
) {
  Deno.test(`IMapHandlerProvider.setScriptMap with ${what} is a 500, and fetch does not reject`, async () => {
    const map = {
      getModules: () => "Chosen",
      getName: () => "chosen",
      getResourceType: () => 3,
      getRequiredAccess: () => 0,
      getResponseBufferLimit,
    } as unknown as IScriptMapInfo;
    const mapping = defineModule({
      name: "Mapping",
      onMapRequestHandler: (_context, provider) => void provider.setScriptMap(map),
    });
    const chosen = defineModule({
      name: "Chosen",
      onExecuteRequestHandler: (context) => context.setRequestHandled(),
    });
    await hushed(async () => assertEquals(await status([mapping, chosen]), 500));
  });
}

// @see ihttpcontext-executerequest-method
for (
  const [what, given] of [
    ["is none", {} as IHttpUser],
    ["throws when it is referenced", { ...user("Ann"), referenceUser: fails }],
  ] as const
) {
  Deno.test(`IHttpContext.executeRequest with a user that ${what} ends the parent with 500`, async () => {
    const parent = defineModule({
      name: "Parent",
      onBeginRequest(context: IHttpContext4) {
        if (context.getParentContext() !== null) return RQ_NOTIFICATION_CONTINUE;
        const { httpContext } = context.cloneContext(1);
        context.executeRequest(true, httpContext!, 0, given);
        return RQ_NOTIFICATION_PENDING;
      },
    });
    await hushed(async () => assertEquals(await status([parent]), 500));
  });
}
