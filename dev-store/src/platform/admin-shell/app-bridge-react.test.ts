import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { APP_BRIDGE_CDN } from "../frame-proxy.ts";
import { listeningApp, SAMPLE_APP, samplePlatform } from "../sample-platform.ts";
import { hasChromium, launchChromium } from "./chromium.ts";

const present = hasChromium();
let browser: Browser;
let script: string;
const closing: (() => Promise<void>)[] = [];

// Shopify's own React components, as the app uses them.
const APP = `
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";
import { Modal, NavMenu, SaveBar, TitleBar, useAppBridge } from "@shopify/app-bridge-react";

function App() {
  const shopify = useAppBridge();
  const [open, setOpen] = useState(false);
  const [dirty, setDirty] = useState(false);
  const [count, setCount] = useState(0);
  return h("main", null,
    h(NavMenu, null, h("a", { href: "/app", rel: "home" }, "Home"), h("a", { href: "/app/offers" }, "Offers")),
    h(TitleBar, { title: "Count " + count }, h("button", { variant: "primary", onClick: () => setCount(count + 1) }, "Add one")),
    h("button", { onClick: () => setOpen(true) }, "Open modal"),
    h("button", { onClick: () => setDirty(true) }, "Change"),
    h("button", { onClick: () => shopify.toast.show("Count is " + count) }, "Tell"),
    h(SaveBar, { open: dirty }, h("button", { variant: "primary", onClick: () => { setDirty(false); setCount(100); } }), h("button", { onClick: () => setDirty(false) })),
    h(Modal, { open, onHide: () => setOpen(false) },
      h("p", null, "Count inside " + count), h("button", { onClick: () => setCount(count + 10) }, "Add ten"),
      h(TitleBar, { title: "A React modal" }, h("button", { onClick: () => setOpen(false) }, "Done"))));
}
createRoot(document.getElementById("root")).render(h(App));
`;

beforeAll(async () => {
  if (!present) return;
  const bundle = await build({
    stdin: { contents: APP, resolveDir: join(import.meta.dirname, "../../../..") },
    bundle: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  script = bundle.outputFiles[0]?.text ?? "";
  browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test.skipIf(!present)("Shopify's React components work through the stand-in, without a complaint from React", async () => {
  const document = `<!doctype html><html lang="en"><head><title>App</title><script data-api-key="${SAMPLE_APP.clientId}" src="${APP_BRIDGE_CDN}"></script></head><body><div id="root"></div><script src="/app.js"></script></body></html>`;
  const app = await listeningApp((seen, response) =>
    seen.url === "/app.js"
      ? response.writeHead(200, { "Content-Type": "text/javascript" }).end(script)
      : response
          .writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": "frame-ancestors https://admin.shopify.com;" })
          .end(document),
  );
  const platform = await samplePlatform(app.url);
  platform.installations.install(platform.stores.primary);
  const page = await browser.newPage();
  closing.push(() => page.close(), platform.close, app.close);
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${platform.url}/admin/apps/crescendo`);
  const frame = page.frameLocator("iframe[name=app-iframe]");

  await page.getByRole("heading", { name: "Count 0" }).waitFor();
  await page.getByRole("link", { name: "Offers" }).waitFor();
  await page.getByRole("button", { name: "Add one" }).click();
  await page.getByRole("heading", { name: "Count 1" }).waitFor();

  await frame.getByRole("button", { name: "Open modal" }).click();
  const modal = page.frameLocator("iframe[name=app-modal]");
  await modal.getByText("Count inside 1").waitFor();
  await modal.getByRole("button", { name: "Add ten" }).click();
  await modal.getByText("Count inside 11").waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  await expect.poll(() => page.locator("iframe[name=app-modal]").count()).toBe(0);
  await frame.getByRole("button", { name: "Open modal" }).click();
  await modal.getByText("Count inside 11").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await expect.poll(() => page.locator("iframe[name=app-modal]").count()).toBe(0);

  await frame.getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Count 100" }).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Save" }).isVisible()).toBe(false);
  await frame.getByRole("button", { name: "Tell" }).click();
  await page.getByText("Count is 100").waitFor();
  expect(complaints).toEqual([]);
});
