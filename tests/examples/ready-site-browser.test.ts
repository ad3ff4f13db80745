// Does the site of ready modules work for a person? Browsed in a real Chromium, wide and narrow, without a complaint.
import site from "../../examples/ready-site/main.ts";
import { listen } from "../../testing.ts";
import { assertEquals, assertGreater, assertMatch } from "../_assert.ts";
import { browserOrWord, complaints, inBrowser, overhang, type Page } from "./_browser.ts";

const chromium = browserOrWord();

/** Where a visitor goes from the front page, and the first heading that is there. */
const WAYS = [
  ["How it works", "How a lock works"],
  ["Visit", "Visit"],
  ["hours", "Visit"],
  ["opening-times.asp", "Visit"],
] as const;

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();

/**
 * Waits for the page that a click leads to, by its heading: what is there already is the page before. Then for all that
 * belongs to it: who goes on before breaks off what is still on its way.
 */
async function arrived(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  await page.waitForLoadState("load");
}

/** Whether every picture of the page is there, and has been drawn. */
const pictures = (page: Page) =>
  page.evaluate("[...document.images].every((i) => i.complete && i.naturalWidth > 0)");

Deno.test({ name: "Ready site in Chromium", ignore: !chromium }, async (t) => {
  await using served = await listen((request, info) => site.fetch(request, info as object));
  const url = `http://127.0.0.1:${served.port}/`;
  await inBrowser(chromium!, async (browser) => {
    for (const [device, width] of [["desktop", 1280], ["phone", 360]] as const) {
      await t.step(`on a ${device}: pages, names, the listing, and back`, async () => {
        const page = await browser.newPage();
        const found = complaints(page);
        await page.setViewportSize({ width, height: 800 });
        for (const [link, title] of WAYS) {
          await page.goto(url);
          assertEquals(await pictures(page), true);
          await page.getByRole("link", { name: link, exact: true }).click();
          await arrived(page, title);
          assertEquals(await overhang(page), 0);
        }
        await page.getByRole("link", { name: "Downloads" }).click();
        // A count does not wait for the page that a click leads to.
        await page.locator("tbody tr").first().waitFor();
        await page.waitForLoadState("load");
        assertGreater(await page.locator("tbody tr").count(), 4);
        assertEquals(await overhang(page), 0);
        await page.getByRole("link", { name: "Size" }).click();
        await page.waitForURL(/sort=size/);
        await page.getByRole("link", { name: "Home" }).click();
        await arrived(page, "A staircase made of water");
        assertEquals(found, []);
        await page.close();
      });
    }

    await t.step("a page that is not there, and a door that is shut, say so kindly", async () => {
      const page = await browser.newPage();
      for (
        const [path, status, title] of [
          ["drawbridge.html", 404, "No boat of that name"],
          ["pictures/", 403, "This gate stays shut"],
        ] as const
      ) {
        const response = await page.goto(url + path);
        assertEquals(response?.status(), status);
        assertEquals(await heading(page), title);
      }
      await page.getByRole("link", { name: "Back to the lock" }).click();
      await arrived(page, "A staircase made of water");
      await page.close();
    });

    await t.step("the keeper comes in with name and password, and reads the log", async () => {
      const page = await browser.newPage();
      const asked = url.replace("//", "//keeper:windlass@");
      await page.goto(`${asked}keeper/`);
      const found = complaints(page);
      assertEquals(await heading(page), "The keeper's room");
      await page.getByRole("link", { name: "who has visited this site" }).click();
      const visits = page.locator("pre", { hasText: /GET \/keeper\/ - \d+ keeper / });
      // The log is handed over once in a second.
      for (let tries = 0; tries < 20 && await visits.count() === 0; tries++) {
        await page.waitForTimeout(250);
        await page.reload();
      }
      assertMatch(await page.locator("pre").textContent() ?? "", /GET \/keeper\/ - \d+ keeper /);
      assertEquals(found, []);
      await page.close();
    });
  });
});
