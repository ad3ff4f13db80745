// How fast is it? Which versions are compared: those of the lock file, and of the programs on this machine.

const LOCK = new URL("../deno.lock", import.meta.url);

/** The versions that the lock file pins for these packages, behind that of Deno. */
export async function versions(...names: readonly string[]): Promise<Record<string, string>> {
  const { specifiers } = JSON.parse(await Deno.readTextFile(LOCK)) as {
    specifiers: Record<string, string>;
  };
  const version = (name: string): string => {
    const found = Object.entries(specifiers).find(([key]) => key.startsWith(`npm:${name}@`));
    if (found === undefined) throw new Error(`deno.lock has no version of "${name}"`);
    return found[1].split("_")[0];
  };
  const packages = names.map((name) => [name, version(name)]);
  return { Deno: Deno.version.deno, ...Object.fromEntries(packages) };
}

/** What a program says of its version, or null where it is not installed. */
export async function versionOf(program: string, flag = "--version"): Promise<string | null> {
  try {
    const { stdout } = await new Deno.Command(program, { args: [flag], stderr: "null" }).output();
    return /\d+\.\d+[.\d]*/.exec(new TextDecoder().decode(stdout))?.[0] ?? "unknown";
  } catch {
    return null;
  }
}
