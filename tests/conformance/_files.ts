// What do the tests of files share? A small site in memory, and modules that tell what a request was mapped to.
import {
  defineModule,
  type FileDriver,
  type FileStat,
  type IHttpContext,
  type IMapPathProvider,
  type MemoryFiles,
  memoryFiles,
  type ModuleDefinition,
  type ModuleInput,
  type RQResult,
  type WebServerOptions,
} from "../../mod.ts";
import { house } from "../_house.ts";
import { write } from "./_notes.ts";

/** When the files of the small site were changed. */
export const CHANGED = new Date("2026-03-04T05:06:07Z");

/** A small site. */
export const site = (): MemoryFiles =>
  memoryFiles({
    "/index.html": "<p>Home</p>",
    "/a.txt": "text of a",
    "/docs/page.html": "<p>A page</p>",
    "/docs/deep/b.txt": "b",
    "/script.php": "script",
  }, { modified: CHANGED });

/** An entry for a path, with more of its attributes. */
export const entry = (path: string, more: object = {}, modules = "Teller") => ({
  name: `${modules} ${path}`,
  path,
  verb: "*",
  modules,
  ...more,
});

/** A module that answers with what `tell` says of the request. */
export const teller = (
  tell: (context: IHttpContext) => unknown,
  name = "Teller",
): ModuleDefinition =>
  defineModule({
    name,
    onExecuteRequestHandler: (context) => write(context, JSON.stringify(tell(context))),
  });

/** A module with a handler of RQ_MAP_PATH. */
export const mapping = (
  onMapPath: (context: IHttpContext, provider: IMapPathProvider) => RQResult,
  name = "Mapping",
): ModuleDefinition =>
  defineModule({ name, onMapPath: onMapPath as ModuleDefinition["onMapPath"] });

/** A module that does one thing in BEGIN_REQUEST. */
export const beginning = (
  onBeginRequest: (context: IHttpContext) => void,
): ModuleDefinition => defineModule({ name: "Beginning", onBeginRequest });

/** What `ask` says in BEGIN_REQUEST of a GET of `path`. */
export async function asked<T>(
  ask: (context: IHttpContext) => T,
  path = "/",
  modules: readonly ModuleInput[] = [],
  options: Omit<WebServerOptions, "modules"> = { files: site() },
): Promise<T> {
  let said: T | undefined;
  await house([...modules, beginning((context) => void (said = ask(context)))], options).get(path);
  return said!;
}

/** The small site behind a driver that has to be waited for; counts what it was asked. */
export function slowSite(): FileDriver & { readonly asked: string[] } {
  const memory = site();
  const asked: string[] = [];
  const later = <T>(what: string, path: string, value: T): Promise<T> => {
    asked.push(`${what} ${path}`);
    return Promise.resolve(value);
  };
  return {
    asked,
    stat: (path) => later("stat", path, memory.stat(path) as FileStat | null),
    open: (path) => later("open", path, memory.open(path) as Uint8Array | null),
    list: (path) => later("list", path, memory.list(path) as string[] | null),
  };
}
