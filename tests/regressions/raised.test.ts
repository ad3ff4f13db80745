// What if the module of a raised notification cannot be made, or lacks its handler? Rulings 5 and 7, row 96.
import {
  E_FAIL,
  type IHttpModuleRegistrationInfo2,
  RQ_READ_ENTITY,
  RQ_SEND_RESPONSE,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house, hushed, named, registered, tracing } from "./_kit.ts";

const app = { fetch: async (request: Request) => new Response(`app ${await request.text()}`) };
const POST = { method: "POST", body: "entity" };
for (const [name, bit] of Object.entries({ RQ_SEND_RESPONSE, RQ_READ_ENTITY })) {
  // Ruling 7 and A-44: 500 with the factory's hr.
  Deno.test(`IHttpModuleFactory.getHttpModule that fails at ${name} is a 500`, async () => {
    const broken = {
      name: "Broken",
      registerModule: (_version: number, info: IHttpModuleRegistrationInfo2) =>
        info.setRequestNotifications(
          {
            getHttpModule: () => ({ hr: E_FAIL, module: null }),
            terminate() {},
          },
          bit,
          0,
        ),
    };
    await hushed(async () => {
      const answer = await house(broken, { app }).get("/", POST);
      assertEquals(answer.status, 500);
    });
  });

  // Row 96: a trace warning, CONTINUE.
  Deno.test(`CHttpModule without the handler of ${name} is warned of in the trace, and goes on`, async () => {
    const { events, trace } = tracing();
    const bare = registered("Bare", () => Object.create(null), bit);
    const { text } = house(bare, { app, trace });
    const told = await hushed(async () => assertEquals(await text("/", POST), "app entity"));
    const warnings = named(events, "TRACE_WARNING").filter(({ module }) => module === "Bare");
    assertEquals([told, warnings.length > 0], [[], true]);
  });
}
