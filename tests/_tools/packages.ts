// Where does an npm package lie on this machine? In Deno's own cache; `deno info` knows, and fetches what is missing.
const root = new URL("../../", import.meta.url);

/** A package in Deno's cache. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

interface Info {
  /** The modules that the entry leads to; those of packages name theirs. */
  modules: { npmPackage?: string }[];
  /** Every package of the lock file, whoever asks for it. */
  npmPackages?: Record<
    string,
    { name: string; version: string; localPath: string; dependencies: string[] }
  >;
}

/** Lists the packages that a module, or a package, leads to, and no others: those may be there in another version. */
export async function packagesOf(entry: string): Promise<Package[]> {
  const config = entry.startsWith("npm:") ? ["--no-config", "--no-lock"] : [];
  await run("cache", ...config, entry);
  const info = JSON.parse(await run("info", "--json", ...config, entry)) as Info;
  return [...reached(info)].map((key) => info.npmPackages![key])
    .map(({ name, version, localPath }) => ({ name, version, folder: localPath }));
}

/** The keys of the packages that the modules name, and of those that these depend on. */
function reached({ modules, npmPackages = {} }: Info): Set<string> {
  const keys = new Set(modules.flatMap(({ npmPackage }) => npmPackage ?? []));
  for (const key of keys) {
    for (const next of npmPackages[key].dependencies) if (next in npmPackages) keys.add(next);
  }
  return keys;
}

/**
 * Finds a program that an npm package carries for this platform, and gives the path of the binary itself:
 * what `npx` starts is a script around it, and ending the script would leave the program running.
 */
export async function binaryOf(name: string, version: string, path: string): Promise<string> {
  const found = (await packagesOf(`npm:${name}@${version}`)).find((one) => one.name === name);
  if (!found) throw new Error(`Package "${name}@${version}" did not arrive`);
  return `${found.folder}/${path}`;
}

async function run(...args: string[]): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [args[0], "--quiet", ...args.slice(1)],
    cwd: root,
    env: { NO_COLOR: "1" },
  });
  const { success, stdout, stderr } = await command.output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`deno ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
