// Do the samples of IScriptMapInfo show the entry that was chosen? They answer behind MAP_REQUEST_HANDLER.
import { type IScriptMapInfo } from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { telling, told } from "./_kit.ts";

const handlers = [{
  name: "Pages",
  path: "*.probe",
  verb: "GET,HEAD",
  modules: "Sample",
  responseBufferLimit: 1024,
  requireAccess: "Read",
  allowPathInfo: true,
}] as const;

/** The value that each sample answers with. */
const SAMPLES: Record<string, [value: (map: IScriptMapInfo) => unknown, wanted: string]> = {
  // @see ihttpcontext-getscriptmap-method
  IHttpContextGetScriptMap: [(map) => map.getAllowedVerbs(), "GET,HEAD"],
  // @see iscriptmapinfo-getallowedverbs-method
  IScriptMapInfoGetAllowedVerbs: [(map) => map.getAllowedVerbs(), "GET,HEAD"],
  // @see iscriptmapinfo-getallowpathinfoforscriptmappings-method
  IScriptMapInfoGetAllowPathInfoForScriptMappings: [
    (map) => map.getAllowPathInfoForScriptMappings(),
    "true",
  ],
  // @see iscriptmapinfo-getmanagedtype-method
  IScriptMapInfoGetManagedType: [(map) => map.getManagedType() || "n/a", "n/a"],
  // @see iscriptmapinfo-getmodules-method
  IScriptMapInfoGetModules: [(map) => map.getModules(), "Sample"],
  // @see iscriptmapinfo-getpath-method
  IScriptMapInfoGetPath: [(map) => map.getPath(), "*.probe"],
  // @see iscriptmapinfo-getrequiredaccess-method
  IScriptMapInfoGetRequiredAccess: [(map) => map.getRequiredAccess(), "1"],
  // @see iscriptmapinfo-getresponsebufferlimit-method
  IScriptMapInfoGetResponseBufferLimit: [(map) => map.getResponseBufferLimit(), "1024"],
  // @see iscriptmapinfo-getscriptprocessor-method
  IScriptMapInfoGetScriptProcessor: [(map) => map.getScriptProcessor() || "n/a", "n/a"],
};

for (const [sample, [value, wanted]] of Object.entries(SAMPLES)) {
  Deno.test(`Sample ${sample}: answers "${wanted}" behind MAP_REQUEST_HANDLER`, async () => {
    const module = telling(
      "Entry",
      (context) => value(context.getScriptMap()!),
      "onPostMapRequestHandler",
    );
    assertEquals(await told(module, "/a.probe", {}, { handlers }), `Entry: ${wanted}`);
  });
}

// @see iscriptmapinfo-getname-method, iscriptmapinfo-getresourcetype-method
// @see iscriptmapinfo-getisstarscriptmap-method
Deno.test("IScriptMapInfo: name, resource type and star are those of the entry", async () => {
  const module = telling("Entry", (context) => {
    const map = context.getScriptMap()!;
    return [map.getName(), map.getResourceType(), map.getIsStarScriptMap()].join(" ");
  }, "onPostMapRequestHandler");
  assertEquals(await told(module, "/a.probe", {}, { handlers }), "Entry: Pages 3 false");
  const star = [{ name: "All", path: "*", verb: "*", modules: "Sample" }];
  assertEquals(await told(module, "/a", {}, { handlers: star }), "Entry: All 3 true");
});
