// Which requests are turned away before anything looks at them? What IIS turns away where nothing is said.

/** Extensions of sources, settings and databases, which are never meant for a client. */
export const DENIED_EXTENSIONS: readonly string[] = [
  ...words(
    "asa asax ascx master skin browser sitemap config cs csproj vb vbproj webinfo licx resx",
  ),
  ...words("resources mdb vjsproj java jsl ldb dsdgm ssdgm lsad ssmap cd dsprototype lsaprototype"),
  ...words(
    "sdm sdmDocument mdf ldf ad dd ldd sd adprototype lddprototype exclude refresh compiled",
  ),
  ...words("msgx vsdisco rules"),
];

/** Files and folders of an application that are never meant for a client. */
export const HIDDEN_SEGMENTS: readonly string[] = [
  "web.config",
  "bin",
  "App_code",
  "App_GlobalResources",
  "App_LocalResources",
  "App_WebReferences",
  "App_Data",
  "App_Browsers",
];

/** Bytes of a body, of a path, of a query. */
export const LIMITS = { maxAllowedContentLength: 30_000_000, maxUrl: 4096, maxQueryString: 2048 };

function words(text: string): string[] {
  return text.split(" ").map((word) => `.${word}`);
}
