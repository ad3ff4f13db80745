// May a child run while its parent is being mapped? It does in the sample of the page, and answers. Row 84.
import {
  CHttpModule,
  CLONE_FLAG_BASICS,
  type IHttpCompletionInfo,
  type IHttpContext,
  type IHttpEventProvider,
  type IMapPathProvider,
  memoryFiles,
  type REQUEST_NOTIFICATION_STATUS,
  RQ_MAP_PATH,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { code, registered, told, tracing, turn, within, write } from "./_notes.ts";

/** Executes /example/default.aspx where / or /default.aspx is mapped. */
class ChildOfMapping extends CHttpModule {
  #clone: IHttpContext | null = null;

  constructor(readonly seen: string[]) {
    super();
  }

  override onMapPath(
    context: IHttpContext,
    provider: IMapPathProvider,
  ): REQUEST_NOTIFICATION_STATUS {
    const url = provider.getUrl();
    this.seen.push(`map ${url}`);
    if (url !== "/" && url !== "/default.aspx") return RQ_NOTIFICATION_CONTINUE;
    this.#clone = context.cloneContext(CLONE_FLAG_BASICS).httpContext!;
    this.#clone.getRequest().setUrl("/example/default.aspx", false);
    const { hr, completionExpected } = context.executeRequest(true, this.#clone, 0, null);
    this.seen.push(`executed ${code(hr)} ${completionExpected}`);
    if (completionExpected) return RQ_NOTIFICATION_PENDING;
    this.#clone.releaseClonedContext();
    return RQ_NOTIFICATION_CONTINUE;
  }

  override onAsyncCompletion(
    _context: IHttpContext,
    notification: number,
    post: boolean,
    _provider: IHttpEventProvider,
    info: IHttpCompletionInfo,
  ): REQUEST_NOTIFICATION_STATUS {
    this.seen.push(told(notification, post, info));
    this.seen.push(`released ${code(this.#clone!.releaseClonedContext())}`);
    return RQ_NOTIFICATION_CONTINUE;
  }
}

/** Answers every file with its path. */
const serving = {
  name: "Serving",
  onExecuteRequestHandler: (context: IHttpContext) => write(context, context.getPhysicalPath()!),
};

const options = {
  files: memoryFiles({ "/default.aspx": "", "/example/default.aspx": "", "/other.aspx": "" }),
  handlers: [
    { name: "Files", path: "*", verb: "*", modules: "Serving", resourceType: "File" },
  ] as const,
};

for (const url of ["/", "/default.aspx"]) {
  // @see ihttpcontext-executerequest-method
  // @see ihttpcontext-clonecontext-method
  Deno.test(`12.84 IHttpContext.executeRequest in RQ_MAP_PATH: ${url} is answered by the child of its mapping, once`, async () => {
    const { events, trace } = tracing();
    const { get, seen } = house((seen) => [
      registered("ChildOfMapping", () => new ChildOfMapping(seen), RQ_MAP_PATH),
      serving,
    ], { ...options, trace });
    const response = await within(get(url), "the answer");
    assertEquals([response.status, await response.text()], [200, "/example/default.aspx"]);
    await turn();
    assertEquals(seen, [
      `map ${url}`,
      "map /example/default.aspx",
      "executed 0x00000000 true",
      `${RQ_MAP_PATH} false 0 0x00000000`,
      "released 0x00000000",
    ]);
    const ends = events.filter(({ name }) => name === "GENERAL_REQUEST_END");
    assertEquals(ends.map(({ status }) => status), [200, 200]);
  });
}

// @see ihttpcontext-executerequest-method
Deno.test("12.84 IHttpContext.executeRequest in RQ_MAP_PATH: other URLs are mapped as ever", async () => {
  const { text, seen } = house((seen) => [
    registered("ChildOfMapping", () => new ChildOfMapping(seen), RQ_MAP_PATH),
    serving,
  ], options);
  assertEquals(await text("/other.aspx"), "/other.aspx");
  assertEquals(seen, ["map /other.aspx"]);
});
