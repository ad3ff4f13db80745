// Where do files lie? In memory everywhere, on the disk where there is one, behind a binding; all reached by URL.
import {
  assetFiles,
  CGlobalModule,
  CHttpModule,
  createWebServer,
  denoFiles,
  type FileDriver,
  GL_FILE_CHANGE,
  GL_NOTIFICATION_CONTINUE,
  HttpDataChunkFromFileHandle,
  type IGlobalFileChangeProvider,
  type IHttpContext,
  type IMapPathProvider,
  memoryFiles,
  nodeFiles,
  type PFN_REGISTERMODULE,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../../mod.ts";
import { count, type House, write } from "./_kit.ts";

/** Sends the file that the request was mapped to. */
const sender = {
  name: "Sender",
  async onExecuteRequestHandler(context: IHttpContext) {
    const file = context.getFileInfo()!;
    const fileHandle = file.getFileHandle()!;
    context.getResponse().setHeader("ETag", file.getETag(), true);
    const chunk = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle };
    await context.getResponse().writeEntityChunks([chunk], false, false);
  },
};

const teller = {
  name: "Teller",
  onExecuteRequestHandler(context: IHttpContext) {
    const { physicalPath } = context.mapPath("/x%20y.txt");
    write(context, [context.getScriptName(), context.getPhysicalPath(), physicalPath].join(" "));
  },
};

/** The root of the files is the house; what begins with "late" is told to it later. */
class Mapper extends CHttpModule {
  override onMapPath(context: IHttpContext, provider: IMapPathProvider) {
    const path = provider.getPhysicalPath().replace(/^\/files\/[a-z]+/, "");
    provider.setPhysicalPath(path.replace(/^\/late-/, "/") || "/");
    if (!path.startsWith("/late-")) return RQ_NOTIFICATION_CONTINUE;
    setTimeout(() => context.postCompletion(0), 20);
    return RQ_NOTIFICATION_PENDING;
  }
}

/** Counts the changes that it hears of. */
class Changes extends CGlobalModule {
  override onGlobalFileChange(provider: IGlobalFileChangeProvider) {
    count(`changed ${provider.getFileName()}`);
    return GL_NOTIFICATION_CONTINUE;
  }
}
const changes: PFN_REGISTERMODULE = (_version, info) =>
  info.setGlobalNotifications(new Changes(), GL_FILE_CHANGE);

const handlers = [
  { name: "Scripts", path: "*.php", verb: "*", modules: "Teller", resourceType: "File" },
  { name: "Files", path: "*", verb: "*", modules: "Sender", resourceType: "File" },
] as const;

const over = (files: FileDriver): House =>
  createWebServer({ files, handlers, modules: [sender, teller, Mapper, changes] }).fetch;

const memory = memoryFiles({ "/a.txt": "text of a", "/x.php": "", "/docs/b.txt": "b" });

/** A binding as Workers have it, here with one asset. */
const binding = {
  fetch: (request: Request) =>
    Promise.resolve(
      new URL(request.url).pathname === "/style.css"
        ? new Response("body {}", { headers: { ETag: '"asset"' } })
        : new Response(null, { status: 404 }),
    ),
};

const rooms: Record<string, () => House> = {
  memory: () => over(memory),
  assets: () => over(assetFiles(binding)),
  // The folder of the bundle itself.
  node: () => over(nodeFiles(new URL(".", import.meta.url))),
  deno: () => over(denoFiles(new URL(".", import.meta.url))),
  mark: () => () => new Response(MARK),
  write: () => {
    memory.write("/new.txt", "new");
    return () => new Response("written");
  },
};
const made: Record<string, House> = {};

/** What the case looks for in the bundle. */
const MARK = "the folder of a bundle knows itself";

export const files: House = (request, env, context) => {
  const [, , room] = new URL(request.url).pathname.split("/");
  try {
    made[room] ??= rooms[room]();
  } catch (error) {
    return new Response(String(error), { status: 501 });
  }
  return made[room](request, env, context);
};
