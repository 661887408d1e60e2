import fs from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium, newVisitor } from "./chromium.ts";
import { type Stack, startStack } from "./stack.ts";

/**
 * `npm run screenshots`: takes the pictures of docs/images from the running whole, after a first-time shopper has been
 * through the store. CRESCENDO_ORDERS names an orders export to fill the store from; without it, a generated shop.
 */
const WIDTH = 1280;
const MOST_BYTES = 300_000;
const folder = path.resolve(import.meta.dirname, "../docs/images");
const say = (text: string) => process.stderr.write(`${text}\n`);

const orders = process.env.CRESCENDO_ORDERS;
const browser = await launchChromium();
const stack = await startStack({ storeArguments: orders ? ["--orders", orders] : [], say, onFailure: say });
try {
  Object.assign(process.env, stack.environment);
  await import("../dev-store/preload.mjs");
  const { installAndSync } = await import("./install-and-sync.ts");
  const { runJourney } = await import("./journey.ts");
  const { planDemo } = await import("./demo-offers.ts");
  const { shopId } = await installAndSync(stack, undefined, say);
  const plan = await planDemo(shopId);
  await runJourney(stack, shopId, say);
  fs.mkdirSync(folder, { recursive: true });
  await ofAdmin(browser, stack);
  await ofStorefront(browser, stack, plan?.core.handle ?? "");
} finally {
  const { closePool } = await import("../app/database/pool.server.ts");
  const { closePrisma } = await import("../app/database/prisma.server.ts");
  const { stopQueue } = await import("../app/jobs/queue.server.ts");
  await Promise.allSettled([browser.close(), stopQueue(), closePool(), closePrisma()]);
  await stack.stop();
}

async function ofAdmin(browser: Browser, { storeUrl }: Stack): Promise<void> {
  const context = await newVisitor(browser, { viewport: { width: WIDTH, height: 1100 } });
  const page = await context.newPage();
  const app = page.frameLocator("iframe[name=app-iframe]");
  const open = async (address: string) => {
    await page.goto(`${storeUrl}/admin/apps/crescendo${address}`, { waitUntil: "networkidle" });
    await app.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
  };
  await open("");
  const hide = app.getByRole("button", { name: "Hide the setup guide" });
  await hide.click();
  await hide.waitFor({ state: "detached" });
  await take(page, "home");
  await open("/customers");
  await app.getByRole("row").nth(1).getByRole("link").click();
  await page.waitForURL(/customers\/\d+/);
  await app
    .getByRole("button", { name: /^How is this computed/ })
    .first()
    .click();
  await take(page, "customer");
  await open("/offers");
  await app.getByRole("link", { name: "Welcome offer" }).click();
  await page.waitForURL(/offers\/\d+/);
  await app.locator("iframe.crescendo-preview").waitFor();
  await take(page, "offer-editor");
  await context.close();
}

async function ofStorefront(browser: Browser, { storeUrl }: Stack, handle: string): Promise<void> {
  const context = await newVisitor(browser, { viewport: { width: WIDTH, height: 860 } });
  const page = await context.newPage();
  const accept = page.getByRole("region", { name: "Offer" }).getByRole("button").first();
  await page.goto(`${storeUrl}/products/${handle}`, { waitUntil: "networkidle" });
  await accept.waitFor();
  await take(page, "product-offer");
  await accept.click();
  await page.getByText("was added to your cart.").waitFor();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.waitForURL("**/cart");
  await accept.click();
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Check out" }).click();
  const fields = {
    Email: "ada@example.com",
    Country: "United Kingdom",
    "First name": "Ada",
    "Last name": "Local",
    Address: "1 Test Street",
    "Postal code": "N1 1AA",
    City: "London",
    "Card number": "1",
  };
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).first().fill(value);
  await page.waitForLoadState("networkidle");
  await take(page, "checkout");
  await context.close();
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.mouse.move(0, 0);
  const file = path.join(folder, `${name}.png`);
  const picture = await page.screenshot({ path: file, animations: "disabled" });
  say(`  ${path.relative(process.cwd(), file)}: ${Math.round(picture.length / 1000)} kB`);
  if (picture.length > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES / 1000} kB.`);
}
