// Does the start page work for a person? In a real Chromium: every button pressed, every run drawn, no complaint.
import { assertEquals, assertGreater, assertMatch } from "../_assert.ts";
import { examples } from "../../examples/site/catalogue.ts";
import { browserOrWord, complaints, inBrowser, overhang, type Page } from "./_browser.ts";
import { startSite } from "./_site.ts";

const chromium = browserOrWord();

/** Presses every button of the page, one example after another, and looks at what was drawn. */
async function pressAll(page: Page): Promise<void> {
  for (const { name, tries } of examples) {
    const run = page.locator(`.run[data-example="${name}"]`);
    for (const { label } of tries) {
      await run.getByRole("button", { name: label }).click();
      const summary = run.locator(".summary", { hasText: /complete after .* notification/ });
      await summary.waitFor({ timeout: 15_000 });
      assertMatch(await summary.textContent() ?? "", /^200 OK, complete after [\d.]+ ms, \d+ /);
      assertGreater(await run.locator(".call").count(), 1, `${name}: too little was drawn`);
      assertGreater(await run.locator(".pieces pre").count(), 0, `${name}: no piece of a body`);
      assertEquals(await run.locator(".stage:not(.passed):not(.skipped)").count(), 0, name);
    }
  }
}

Deno.test({ name: "Site in Chromium", ignore: !chromium }, async (t) => {
  const site = await startSite();
  await inBrowser(chromium!, async (browser) => {
    for (const [device, width] of [["desktop", 1280], ["phone", 360]] as const) {
      await t.step(`on a ${device}, every button draws its run and nothing complains`, async () => {
        const page = await browser.newPage();
        const found = complaints(page);
        await page.setViewportSize({ width, height: 800 });
        await page.goto(site.url);
        assertEquals(await overhang(page), 0);
        await pressAll(page);
        assertEquals(await overhang(page), 0);
        assertEquals(found, []);
        await page.close();
      });
    }

    await t.step("pieces arrive one by one, and the run is drawn meanwhile", async () => {
      const page = await browser.newPage();
      await page.goto(site.url);
      const run = page.locator('.run[data-example="flush-in-pieces"]');
      await run.getByRole("button").first().click();
      await run.locator(".pieces li").nth(1).waitFor();
      assertEquals(await run.getAttribute("aria-busy"), "true");
      assertMatch(await run.locator(".call").first().textContent() ?? "", /Pieces.*PENDING/);
      await run.locator(".summary", { hasText: "complete" }).waitFor();
      assertGreater(await run.locator(".pieces li").count(), 1);
      assertMatch(await run.locator(".pieces").textContent() ?? "", /gate[^]*mill is awake/);
      await page.close();
    });

    await t.step("hanging up is seen by the pipeline: the module finishes", async () => {
      const page = await browser.newPage();
      await page.goto(site.url);
      const run = page.locator('.run[data-example="flush-in-pieces"]');
      await run.getByRole("button").first().click();
      await run.locator(".pieces li").first().waitFor();
      await run.getByRole("button", { name: "Hang up" }).click();
      await run.locator(".summary", { hasText: "you hung up" }).waitFor();
      await run.locator(".verdict.finish").first().waitFor();
      await page.close();
    });

    await t.step("two windows talk over a WebSocket", async () => {
      const index = await browser.newPage();
      await index.goto(site.url);
      const opened = browser.waitForEvent("page");
      await index.getByRole("link", { name: "Enter the room" }).click();
      const [one, two] = [await opened, await browser.newPage()];
      await two.goto(one.url());
      await one.locator("li", { hasText: "2 in the room" }).waitFor();
      await two.getByLabel("Say").fill("Grüße <b>");
      await two.getByRole("button", { name: "Send" }).click();
      for (const page of [one, two]) {
        await page.locator("li", { hasText: "Grüße <b>" }).waitFor({ timeout: 5_000 });
      }
      await two.close();
      // The first such line is from before the other window came.
      await one.locator("li", { hasText: "1 in the room" }).nth(1).waitFor();
      await Promise.all([one.close(), index.close()]);
    });

    await t.step("a cache hit is drawn with the skipped stages struck through", async () => {
      const page = await browser.newPage();
      await page.goto(site.url);
      const run = page.locator('.run[data-example="auth-cache-log"]');
      for (const label of ["Ask as Ada", "Ask as Grace"]) {
        await run.getByRole("button", { name: label }).click();
        await run.locator(".summary", { hasText: "complete" }).waitFor();
      }
      assertEquals(await run.locator(".stage.skipped").count(), 6);
      await page.close();
    });

    await t.step("without a mouse: the skip link, then a button, by keyboard alone", async () => {
      const page = await browser.newPage();
      await page.goto(site.url);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator(".run").first().locator(".summary", { hasText: "complete" }).waitFor();
      await page.close();
    });
  });
  await site.stop();
});
