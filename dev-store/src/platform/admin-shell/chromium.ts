import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

const PATH = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Whether a browser is there for tests; says once that they are skipped when it is not. */
export function hasChromium(): boolean {
  const there = existsSync(PATH);
  if (!there) console.warn(`Skipped: there is no browser at ${PATH}; set CHROMIUM_PATH.`);
  return there;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: PATH,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
