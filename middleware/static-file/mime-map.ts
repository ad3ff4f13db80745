// How does a file come to the client? Which types there are: a file whose extension is not here is not sent.

/** The extensions of each media type. Text is UTF-8, as everything in the Web has become. */
const TYPES: Record<string, string> = {
  "text/html; charset=utf-8": "htm html",
  "text/css; charset=utf-8": "css",
  "text/javascript; charset=utf-8": "js mjs",
  "text/plain; charset=utf-8": "txt text asc",
  "text/markdown; charset=utf-8": "md markdown",
  "text/csv; charset=utf-8": "csv",
  "text/xml; charset=utf-8": "xml xsl xslt xsd dtd xsf",
  "text/calendar; charset=utf-8": "ics ifb",
  "text/vcard; charset=utf-8": "vcf",
  "text/vtt; charset=utf-8": "vtt",
  "text/cache-manifest; charset=utf-8": "appcache",
  "application/json": "json map topojson",
  "application/ld+json": "jsonld",
  "application/geo+json": "geojson",
  "application/manifest+json": "webmanifest",
  "application/xhtml+xml": "xhtml xht",
  "application/rss+xml": "rss",
  "application/atom+xml": "atom",
  "application/wasm": "wasm",
  "application/pdf": "pdf",
  "application/rtf": "rtf",
  "application/zip": "zip",
  "application/gzip": "gz tgz",
  "application/x-tar": "tar",
  "application/x-7z-compressed": "7z",
  "application/x-bzip2": "bz2",
  "application/x-xz": "xz",
  "application/zstd": "zst",
  "application/java-archive": "jar",
  "application/epub+zip": "epub",
  "application/postscript": "ai eps ps",
  "application/msword": "doc dot",
  "application/vnd.ms-excel": "xls xlt",
  "application/vnd.ms-powerpoint": "ppt pps",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.ms-fontobject": "eot",
  "application/vnd.apple.mpegurl": "m3u8",
  "application/dash+xml": "mpd",
  "application/vnd.android.package-archive": "apk",
  "application/x-shockwave-flash": "swf",
  "application/octet-stream": "bin dmg iso img msi deb rpm exe dll pdb dat pak",
  "font/woff": "woff",
  "font/woff2": "woff2",
  "font/ttf": "ttf",
  "font/otf": "otf",
  "font/collection": "ttc",
  "image/avif": "avif",
  "image/apng": "apng",
  "image/bmp": "bmp dib",
  "image/gif": "gif",
  "image/heic": "heic",
  "image/heif": "heif",
  "image/jpeg": "jpg jpeg jpe jfif",
  "image/jxl": "jxl",
  "image/png": "png pnz",
  "image/svg+xml": "svg",
  "image/tiff": "tif tiff",
  "image/webp": "webp",
  "image/x-icon": "ico cur",
  "audio/aac": "aac",
  "audio/flac": "flac",
  "audio/midi": "mid midi",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/ogg": "oga ogg opus spx",
  "audio/wav": "wav",
  "audio/webm": "weba",
  "audio/x-ms-wma": "wma",
  "audio/x-mpegurl": "m3u",
  "video/3gpp": "3gp 3gpp",
  "video/mp4": "mp4 m4v mp4v",
  "video/mp2t": "ts m2ts tts",
  "video/mpeg": "mpeg mpg mpe",
  "video/ogg": "ogv",
  "video/quicktime": "mov qt",
  "video/webm": "webm",
  "video/x-matroska": "mkv",
  "video/x-ms-wmv": "wmv",
  "video/x-msvideo": "avi",
  "model/gltf+json": "gltf",
  "model/gltf-binary": "glb",
  "model/stl": "stl",
};

/** One entry of the map. */
export interface MimeMap {
  /** The extension with its dot; "." for names without one, ".*" for those that no other entry is for. */
  readonly fileExtension: string;
  /** The media type that is sent. */
  readonly mimeType: string;
}

/** What is there if nothing is said. */
export const BUILT_IN: readonly MimeMap[] = Object.entries(TYPES).flatMap(([mimeType, names]) =>
  names.split(" ").map((name) => ({ fileExtension: `.${name}`, mimeType }))
);

/** The media type of a file by its name; undefined if it is not to be sent. */
export function typeOf(types: ReadonlyMap<string, string>, path: string): string | undefined {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "." : name.slice(dot).toLowerCase();
  return types.get(extension) ?? types.get(".*");
}

/** Whether content of a type is worth compressing. */
export function isCompressible(mimeType: string): boolean {
  return /^text\/|[/+](json|xml|javascript)\b|^application\/(wasm|rtf|postscript)|^font\/(ttf|otf)|\b(fontobject|mpegurl)$|^image\/(bmp|x-icon)/
    .test(mimeType);
}
