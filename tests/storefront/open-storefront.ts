import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import type { OfferDraft } from "../../app/funnel/offers/offer.ts";
import { publishOffer } from "../../app/funnel/offers/offer-status.server.ts";
import { saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../../app/funnel/offers/sample-offer.ts";
import { type ConnectedShop, connectedShop, serveProxyRoutes } from "../connected-shop.ts";

export const browserPath = [process.env.CRESCENDO_BROWSER, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
if (!browserPath) console.log("skipped: no browser; set CRESCENDO_BROWSER");
export const inBrowser = test.skipIf(!browserPath);

export interface Storefront extends ConnectedShop {
  /** the addresses of the first product's page, on which a tripwire is offered, and of the cart, where that product is a trigger */
  readonly corePage: string;
  readonly cartPage: string;
  /** the first product's variant */
  readonly coreId: number;
  /** A shopper at a telephone whom nobody has seen before, and what goes wrong in their browser. */
  visit(): Promise<{ page: Page; faults: string[] }>;
  /** What the block has told, oldest first. */
  events(): Promise<{ kind: string }[]>;
}

/** The real block on the real pages of the local store, in a browser, with the app's own routes behind the app proxy and two offers live. */
export async function openStorefront(executablePath: string): Promise<Storefront> {
  const shop = await connectedShop();
  const { shopId, devStore, things } = shop;
  const routes = await serveProxyRoutes();
  // every shopper here is to see the offer
  await inShop(shopId, (db) => db.run("update shops set global_holdout_bp = 0, offer_holdout_bp = 0 where id = $1", [shopId]));
  const [core, gift, extra] = things.map(({ product }) => String(product.id));
  await goLive(shopId, {
    stage: "tripwire",
    headline: "A first taste",
    body: "Two words more.",
    productIds: [String(gift)],
    pinnedProductId: String(gift),
    discount: { kind: "percentage", value: 6000 },
    placements: ["product"],
    lossBudget: 1_000_000,
  });
  await goLive(shopId, {
    body: "Two words more.",
    productIds: [String(extra)],
    // shown whatever the engine expects of it
    pinnedProductId: String(extra),
    trigger: { kind: "product", productIds: [String(core)] },
    placements: ["cart"],
  });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  return {
    ...shop,
    corePage: `${devStore.url}/products/${things[0]?.product.handle}`,
    cartPage: `${devStore.url}/cart`,
    coreId: things[0]?.variant.id as number,
    visit: () => {
      devStore.setAppUrl(routes.url);
      return newShopper(browser);
    },
    events: () => inShop(shopId, (db) => db.rows<{ kind: string }>("select kind from decision_events order by at")),
    close: async () => {
      await browser.close();
      await routes.close();
      await shop.close();
    },
  };
}

async function goLive(shopId: number, values: Partial<OfferDraft>): Promise<void> {
  const saved = await saveOffer(shopId, null, sampleOffer(values));
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  const outcome = await publishOffer(shopId, saved.id);
  if (outcome.kind !== "published") throw new Error(JSON.stringify(outcome));
}

async function newShopper(browser: Browser): Promise<{ page: Page; faults: string[] }> {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  return { page, faults };
}

/** The offer as the block shows it. */
export const card = (page: Page): Locator => page.locator(".crescendo-offer__card");

/** Changes the cart as a theme does. */
export const inCart = (page: Page, path: string, body: object): Promise<string> =>
  page.evaluate(
    async ([url, text]) => (await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: text })).text(),
    [path, JSON.stringify(body)] as const,
  );

interface Cart {
  readonly items: { variant_id: number; final_line_price: number; original_line_price: number; properties: object }[];
  readonly attributes: Record<string, string>;
}
export const cartOf = (page: Page): Promise<Cart> => page.evaluate(async () => (await (await fetch("/cart.js")).json()) as Cart);

/** From the next page on, what the shopper has said to being counted. */
export async function consent(page: Page, allowed: boolean): Promise<void> {
  await page.addInitScript((yes) => {
    const value = { customerPrivacy: { analyticsProcessingAllowed: () => yes, preferencesProcessingAllowed: () => yes } };
    Object.defineProperty(window, "Shopify", { configurable: true, writable: true, value });
  }, allowed);
}

/** What is read once it is as wanted, or after five seconds. */
export async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let turn = 0; turn < 50; turn++) {
    const value = await read();
    if (done(value)) return value;
    await sleep(100);
  }
  return read();
}
