// Where do the tests of disks read? In a folder of their own, with something outside that must never be seen.
import { denoFiles, type FileDriver, nodeFiles } from "../../mod.ts";

/** A root with files, a sibling whose name begins alike, and links in and out of the root. */
export interface Disk {
  readonly root: string;
  end(): Promise<void>;
}

/** What stands in every file outside of the root. */
export const SECRET = "secret";

/** Makes the folder. */
export async function disk(): Promise<Disk> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "sluice-files-" }));
  const root = `${folder}/root`;
  const put = async (path: string, text: string): Promise<void> => {
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
  };
  for (const path of ["a.txt", "docs/page.html", "docs/deep/b.txt", "x y.txt"]) {
    await put(`${root}/${path}`, `inside ${path}`);
  }
  await put(`${folder}/outside/secret.txt`, SECRET);
  await put(`${folder}/root-too/secret.txt`, SECRET);
  await put(`${folder}/secret.txt`, SECRET);
  const links = {
    "in.txt": `${root}/a.txt`,
    "in-docs": `${root}/docs`,
    "out.txt": `${folder}/outside/secret.txt`,
    "out": `${folder}/outside`,
    "too": "../root-too",
    "docs/up": "../..",
    "chain": "out",
    "loop": "loop",
    "nowhere": "nothing",
    "dev-null": "/dev/null",
  };
  for (const [name, target] of Object.entries(links)) await Deno.symlink(target, `${root}/${name}`);
  return { root, end: () => Deno.remove(folder, { recursive: true }) };
}

/** The drivers of disks, by name. */
export const DRIVERS: Readonly<Record<string, (root: string) => FileDriver>> = {
  denoFiles,
  nodeFiles,
};

/** What a driver gives for a path, as text; null if there is no file. */
export async function textOf(driver: FileDriver, path: string): Promise<string | null> {
  const content = await driver.open(path);
  return content === null ? null : await new Response(content as BodyInit).text();
}
