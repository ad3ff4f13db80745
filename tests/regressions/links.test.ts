// May a link come between the look at a file and its sending? What was looked up is what is sent, or nothing.
import { assertEquals } from "../_assert.ts";
import { disk, DRIVERS, SECRET } from "../conformance/_disk.ts";

for (const [name, make] of Object.entries(DRIVERS)) {
  for (
    const [what, at, target] of [["file", "docs/page.html", "secret.txt"], [
      "directory",
      "docs",
      "",
    ]]
  ) {
    Deno.test(`${name}: a ${what} that has become a link out of the root is not sent`, async () => {
      const { root, end } = await disk();
      try {
        await Deno.mkdir(`${root}/../outside/deep`);
        await Deno.writeTextFile(`${root}/../outside/page.html`, SECRET.padEnd(21));
        const file = await make(root).open("/docs/page.html") as Blob;
        await Deno.rename(`${root}/${at}`, `${root}/moved`);
        await Deno.symlink(`${root}/../outside/${target}`, `${root}/${at}`);
        const sent = await file.text().catch(() => "broken off");
        assertEquals(sent, name === "denoFiles" ? "broken off" : "inside docs/page.html");
      } finally {
        await end();
      }
    });
  }
}
