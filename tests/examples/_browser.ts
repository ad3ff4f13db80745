// Which browser is on this machine? An installed Chromium, driven by playwright-core; none is downloaded.
import { type BrowserContext, chromium, type Page } from "npm:playwright-core@1.65.1";

export type { Page };

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** As much as a test needs, and nothing that calls home. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path of an installed Chromium, or null. */
export function findBrowser(): string | null {
  const folders = ["/usr/bin", ...(Deno.env.get("PATH") ?? "").split(":").filter(Boolean)];
  for (const path of folders.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`))) {
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch {
      // Not here: the next one may be.
    }
  }
  return null;
}

/** Runs `work` in a fresh browser with an empty profile, and clears both away. */
export async function inBrowser(
  executablePath: string,
  work: (browser: BrowserContext) => Promise<void>,
): Promise<void> {
  const profile = await Deno.makeTempDir({ prefix: "sluice-browser-" });
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: FLAGS,
  });
  try {
    await work(browser);
  } finally {
    await browser.close();
    await Deno.remove(profile, { recursive: true });
  }
}

/** The path of an installed Chromium, or null; then it is said that tests are left out. */
export function browserOrWord(): string | null {
  const chromium = findBrowser();
  if (chromium === null) {
    console.log(
      "Browser tests are left out: no Chromium found. Install the package chromium to have them.",
    );
  }
  return chromium;
}

/** Collects everything that a page could complain about. */
export function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(error.message));
  page.on("requestfailed", (request) => found.push(`${request.url()} failed`));
  page.on("response", (response) => {
    if (response.status() >= 400) found.push(`${response.url()}: ${response.status()}`);
  });
  return found;
}

/** Pixels by which a page is wider than its window. */
export function overhang(page: Page): Promise<unknown> {
  return page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
}
