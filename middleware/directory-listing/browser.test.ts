// What lies in a folder? The page in a real Chromium: on a desk and on a phone, light and dark, with links that lead on.
import { createWebServer, memoryFiles } from "../../mod.ts";
import { assertEquals, assertMatch } from "../../tests/_assert.ts";
import { findBrowser, inBrowser, type Page } from "../../tests/examples/_browser.ts";
import { staticFile } from "../static-file/index.ts";
import { directoryListing } from "./index.ts";

const chromium = findBrowser();
const LONG = `a rather long name of a picture ${"that goes on and on ".repeat(6)}.png`;

const FILES = {
  "/photos/2026/summer.jpg": "x".repeat(3_400_000),
  "/photos/2026/winter.jpg": "x".repeat(150_000),
  "/photos/notes & 'ideas'.txt": "notes",
  [`/photos/${LONG}`]: "x",
  "/photos/film.mp4": "x".repeat(70_000_000 / 100),
  "/photos/all.zip": "x".repeat(12_345),
  "/photos/song.mp3": "x",
  "/photos/page.html": "<p>A page",
  "/readme.txt": "read me",
};

const overhang = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** Cells that are to be seen; a row with more of them than another would bend the table. */
const cells = (page: Page) => page.locator("th, td").filter({ visible: true }).count();

const names = (page: Page) => page.locator("td.name:not(.up)").allTextContents();

Deno.test({ name: "directoryListing: in Chromium", ignore: !chromium }, async () => {
  const modules = [staticFile(), directoryListing({ enabled: true })];
  const { fetch } = createWebServer({ files: memoryFiles(FILES), modules });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => fetch(request),
  );
  const pictures = Deno.env.get("SLUICE_PICTURES");
  try {
    await inBrowser(chromium!, async (browser) => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      for (const [scheme, width] of [["light", 1100], ["dark", 360]] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 700 });
        await page.goto(`http://127.0.0.1:${server.addr.port}/photos/`);
        assertEquals(await overhang(page), 0, `${width} pixels are too narrow`);
        assertEquals(await cells(page), (width > 500 ? 3 : 2) * (await page.locator("tr").count()));
        if (pictures) await page.screenshot({ path: `${pictures}/listing-${scheme}.png` });
      }
      await page.setViewportSize({ width: 1100, height: 700 });
      await walk(page);
      // A browser asks every site for its picture; there is none.
      assertEquals(complaints.filter((text) => !text.includes("404")), []);
    });
  } finally {
    await server.shutdown();
  }
});

/** Sorts, goes into a folder, opens a file, and comes back. */
async function walk(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Size" }).click();
  await page.getByRole("link", { name: "Size" }).click();
  assertEquals((await names(page)).slice(0, 2), ["2026", "film.mp4"]);
  assertMatch(page.url(), /\?sort=size&order=desc$/);
  await page.getByRole("link", { name: "2026" }).click();
  assertEquals(await names(page), ["summer.jpg", "winter.jpg"]);
  assertEquals(await page.locator("h1").textContent(), "Home/photos/2026");
  await page.getByRole("link", { name: "Parent folder" }).click();
  await page.getByRole("link", { name: "notes & 'ideas'.txt" }).click();
  assertEquals(await page.locator("body").textContent(), "notes");
  await page.goBack();
  await page.getByRole("link", { name: "Home" }).click();
  assertEquals(await names(page), ["photos", "readme.txt"]);
}
