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
