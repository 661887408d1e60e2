import { existsSync } from "node:fs";
import { type Browser, chromium, type Page, type Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { NO_ENGINE_RULES } from "../app/funnel/offers/offer.ts";
import { type ConnectedShop, connectedShop, serveProxyRoutes } from "./connected-shop.ts";

// The real block on the real pages of the local store, in a browser, with the app's own routes behind the app proxy.
const executablePath = [process.env.CRESCENDO_BROWSER, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
if (!executablePath) console.log("skipped: no browser; set CRESCENDO_BROWSER");
const inBrowser = test.skipIf(!executablePath);

let shop: ConnectedShop;
let routes: Awaited<ReturnType<typeof serveProxyRoutes>>;
let browser: Browser;
let page: Page;
let faults: string[];
let inShop: typeof import("../app/database/pool.server.ts")["inShop"];

beforeAll(async () => {
  if (!executablePath) return;
  shop = await connectedShop();
  routes = await serveProxyRoutes();
  shop.devStore.setAppUrl(routes.url);
  ({ inShop } = await import("../app/database/pool.server.ts"));
  const { saveOffer } = await import("../app/funnel/offers/offers.server.ts");
  const { publishOffer } = await import("../app/funnel/offers/offer-status.server.ts");
  // every shopper here is to see the offer
  await inShop(shop.shopId, (db) => db.run("update shops set global_holdout_bp = 0, offer_holdout_bp = 0 where id = $1", [shop.shopId]));
  const [core, gift, extra] = shop.things;
  const common = {
    body: "Two words more.",
    audience: "everyone",
    startsAt: null,
    endsAt: null,
    perCustomerLimit: null,
    totalLimit: null,
    maxQuantity: 1,
    priority: 0,
    ...NO_ENGINE_RULES,
  };
  const offers = [
    {
      ...common,
      name: "Welcome",
      stage: "tripwire",
      headline: "A first taste",
      productIds: [String(gift?.product.id)],
      pinnedProductId: String(gift?.product.id),
      discount: { kind: "percentage", value: 6000 },
      trigger: { kind: "any" },
      placements: ["product"],
      lossBudget: 1_000_000,
    },
    {
      ...common,
      name: "More",
      stage: "profit_maximizer",
      headline: "Goes well with it",
      productIds: [String(extra?.product.id)],
      // shown whatever the engine expects of it
      pinnedProductId: String(extra?.product.id),
      discount: { kind: "percentage", value: 1000 },
      trigger: { kind: "product", productIds: [String(core?.product.id)] },
      placements: ["cart"],
      lossBudget: null,
    },
  ];
  for (const offer of offers) {
    const saved = await saveOffer(shop.shopId, null, offer);
    if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
    expect(await publishOffer(shop.shopId, saved.id)).toEqual({ kind: "published" });
  }
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await routes?.close();
  await shop?.close();
});

beforeEach(async () => {
  if (!executablePath) return;
  shop.devStore.setAppUrl(routes.url);
  page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
});

const at = (path: string) => `${shop.devStore.url}${path}`;
const card = () => page.locator(".crescendo-offer__card");
const corePage = () => at(`/products/${shop.things[0]?.product.handle}`);
const events = () => inShop(shop.shopId, (db) => db.rows<{ kind: string }>("select kind from decision_events order by at"));
const until = async <T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> => {
  for (let turn = 0; turn < 50; turn++) {
    const value = await read();
    if (done(value)) return value;
    await page.waitForTimeout(100);
  }
  return read();
};

inBrowser("a shopper sees the offer, hears what happened, and pays the price shown", async () => {
  await page.goto(corePage());
  await card().waitFor();
  expect(await card().textContent()).toContain("A first taste");
  const accept = page.locator(".crescendo-offer__accept");
  const priced = await page.locator(".crescendo-offer__price strong").textContent();
  expect(await accept.textContent()).toBe(`Add for ${priced}`);
  expect(await page.locator(".crescendo-offer__before s").textContent()).not.toBe(priced);
  await card().scrollIntoViewIfNeeded();
  expect((await until(events, (list) => list.length > 0)).map((event) => event.kind)).toEqual(["impression"]);
  if (process.env.CRESCENDO_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.CRESCENDO_SCREENSHOTS}/product-offer.png`, fullPage: true });
  await accept.focus();
  await page.keyboard.press("Enter");
  await page.locator(".crescendo-offer__status", { hasText: "was added to your cart" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("crescendo-offer__status");
  expect((await until(events, (list) => list.length > 1)).map((event) => event.kind)).toContain("accept");
  const cart = await page.evaluate(
    async () =>
      (await (await fetch("/cart.js")).json()) as {
        items: { final_line_price: number; original_line_price: number; properties: object }[];
      },
  );
  expect(cart.items).toHaveLength(1);
  expect(cart.items[0]?.properties).toHaveProperty("_crescendo");
  expect(priced?.replace(/\D/g, "")).toBe(String(cart.items[0]?.final_line_price));
  expect(faults).toEqual([]);
});

inBrowser("on the cart page the offer joins the cart at once", async () => {
  await page.goto(corePage());
  await page.evaluate(
    async (id) =>
      fetch("/cart/add.js", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id, quantity: 1 }) }),
    shop.things[0]?.variant.id,
  );
  await page.goto(at("/cart"));
  await card().waitFor();
  expect(await card().textContent()).toContain("Goes well with it");
  if (process.env.CRESCENDO_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.CRESCENDO_SCREENSHOTS}/cart-offer.png`, fullPage: true });
  await Promise.all([page.waitForEvent("load"), page.locator(".crescendo-offer__accept").click()]);
  expect(await page.locator("body").textContent()).toContain(shop.things[2]?.product.title ?? "");
  await page.waitForTimeout(500);
  expect(await card().isHidden()).toBe(true);
  expect(faults).toEqual([]);
});

inBrowser("no thanks hides the offer for the session", async () => {
  await page.goto(corePage());
  await card().waitFor();
  await page.locator(".crescendo-offer__decline").click();
  expect(await card().isHidden()).toBe(true);
  const answered = page.waitForResponse(/\/apps\/crescendo\/offer/);
  await page.reload();
  await answered;
  await page.waitForTimeout(200);
  expect(await card().isHidden()).toBe(true);
  expect(faults).toEqual([]);
});

inBrowser("a sold-out offer says so in place and can be tried again", async () => {
  await page.goto(corePage());
  await card().waitFor();
  const variant = shop.things[1]?.variant;
  if (!variant) throw new Error("no product");
  Object.assign(variant, { tracked: true, inventoryPolicy: "DENY", inventoryQuantity: 0 });
  const accept = page.locator(".crescendo-offer__accept");
  await accept.focus();
  await accept.click();
  await page.locator(".crescendo-offer__error", { hasText: /\w/ }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.classList.contains("crescendo-offer__accept"))).toBe(true);
  expect(await accept.getAttribute("aria-disabled")).toBe("false");
  variant.inventoryQuantity = 50;
  await accept.click();
  await page.locator(".crescendo-offer__status", { hasText: "was added" }).waitFor();
  // the browser itself notes the refused request
  expect(faults.filter((fault) => !fault.includes("422"))).toEqual([]);
});

inBrowser("a slow, broken or absent app shows nothing and breaks nothing", async () => {
  for (const answer of [
    { delay: 2_000, status: 200, body: "{}" },
    { delay: 0, status: 200, body: "not json" },
    { delay: 0, status: 200, body: '{"kind":"none","reason":"no_live_offer"}' },
  ]) {
    await page.unrouteAll();
    await page.route(/\/apps\/crescendo\/offer/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, answer.delay));
      await route.fulfill(answer).catch(() => {});
    });
    await page.goto(corePage());
    await page.waitForTimeout(1_000);
    expect(await card().isHidden()).toBe(true);
    expect(faults).toEqual([]);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
  shop.devStore.setAppUrl("http://127.0.0.1:9");
  await page.goto(corePage());
  await page.waitForTimeout(1_000);
  expect(await card().isHidden()).toBe(true);
  expect(await page.locator("form[action*='/cart/add'] button").first().isEnabled()).toBe(true);
});

inBrowser("one that is withheld is counted where it would have been seen, and the cart says whose it is, once", async () => {
  const decisionId = "9f1c2d3e-4b5a-4678-9abc-def012345678";
  const value = "v".repeat(43);
  const view = { kind: "none", decisionId, reason: "holdout", cartAttribute: { key: "_crescendo_visitor", value } };
  const told: unknown[] = [];
  let marks = 0;
  let reason = view.reason;
  await page.route(/\/apps\/crescendo\/offer/, (route) => route.fulfill({ json: { ...view, reason } }));
  await page.route(/\/apps\/crescendo\/event/, (route) => {
    told.push(route.request().postDataJSON());
    return route.fulfill({ status: 204 });
  });
  page.on("request", (request) => {
    if (request.url().includes("/cart/update.js")) marks += 1;
  });
  const attributes = () => page.evaluate(async () => ((await (await fetch("/cart.js")).json()) as { attributes: object }).attributes);
  // out of view nothing is counted; the block begins below what fills the window
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      document.body.style.paddingTop = "3000px";
    });
  });
  await page.goto(corePage());
  await page.waitForTimeout(1_800);
  expect(told).toEqual([]);
  // before there is a cart nothing is written, lest the shopper's own first write make another one
  expect([marks, await attributes()]).toEqual([0, {}]);
  await page.evaluate(
    async (id) =>
      (
        await fetch("/cart/add.js", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ id, quantity: 1 }),
        })
      ).text(),
    shop.things[0]?.variant.id,
  );
  expect(await until(attributes, (found) => Object.keys(found).length > 0)).toEqual({ _crescendo_visitor: value });
  await page.locator(".crescendo-offer__sentinel").evaluate((element) => element.scrollIntoView({ block: "center" }));
  await until(
    async () => told.length,
    (length) => length > 0,
  );
  expect(told).toEqual([{ decisionId, kind: "impression" }]);
  expect(await card().isHidden()).toBe(true);
  // any other reason is not counted, and a cart that says it already is left alone
  reason = "not_triggered";
  const answered = page.waitForResponse(/\/apps\/crescendo\/offer/);
  await page.reload();
  await answered;
  await page.locator(".crescendo-offer__sentinel").evaluate((element) => element.scrollIntoView({ block: "center" }));
  await page.waitForTimeout(1_500);
  expect(told).toHaveLength(1);
  expect(marks).toBe(1);
  expect(faults).toEqual([]);
});

inBrowser("a visitor counts as one who saw the place when the product could not be asked of the shop, as one held out does", async () => {
  const told: { decisionId: string; kind: string }[] = [];
  await page.route(/\/apps\/crescendo\/event/, (route) => {
    told.push(route.request().postDataJSON());
    return route.fulfill({ status: 204 });
  });
  let asked = 0;
  const answers = [
    () => new Promise<void>(() => {}), // never
    (route: Route) => route.fulfill({ status: 404, body: "not found" }),
    (route: Route) => route.fulfill({ body: "not json" }),
  ];
  await page.route(/\/products\/[^?]*\.js/, (route) => answers[asked++]?.(route));
  for (const [turn] of answers.entries()) {
    const answer = page.waitForResponse(/\/apps\/crescendo\/offer/);
    await page.goto(corePage());
    const { decisionId } = (await (await answer).json()) as { decisionId: string };
    await page.locator(".crescendo-offer__sentinel").evaluate((element) => element.scrollIntoView({ block: "center" }));
    await until(
      async () => told.length,
      (length) => length > turn,
    );
    expect([asked, told.length, told.at(-1)]).toEqual([turn + 1, turn + 1, { decisionId, kind: "impression" }]);
    expect(await card().isHidden()).toBe(true);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

inBrowser("who accepts is joined to the cart at once, not by the decision after it", async () => {
  await page.addInitScript(() => {
    const value = { customerPrivacy: { analyticsProcessingAllowed: () => true } };
    Object.defineProperty(window, "Shopify", { configurable: true, writable: true, value });
  });
  await page.goto(corePage());
  await card().waitFor();
  // the next decision never comes: who hurries to the checkout has left by then
  await page.route(/\/apps\/crescendo\/offer/, () => new Promise(() => {}));
  await page.locator(".crescendo-offer__accept").click();
  await page.locator(".crescendo-offer__status", { hasText: "was added" }).waitFor();
  const marked = async () => (await cartOf()).attributes._crescendo_visitor;
  expect(await until(marked, (value) => value !== undefined)).toMatch(/^[\w-]{43}$/);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

inBrowser("a cart in another currency is asked nothing", async () => {
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/apps/crescendo/offer")) asked += 1;
  });
  await page.route(corePage(), async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-currency="[A-Z]{3}"/, 'data-currency="XTS"') });
  });
  await page.goto(corePage());
  await page.waitForTimeout(800);
  expect(asked).toBe(0);
  expect(await card().isHidden()).toBe(true);
  expect(faults).toEqual([]);
});

inBrowser("a visitor is known from page to page only with consent", async () => {
  const asked: string[] = [];
  const kept: (string | null)[] = [];
  page.on("request", (request) => {
    const { searchParams } = new URL(request.url());
    const visitor = searchParams.get("visitor");
    if (visitor) asked.push(visitor);
    if (visitor) kept.push(searchParams.get("kept"));
  });
  const visit = async () => {
    const answered = page.waitForResponse(/\/apps\/crescendo\/offer/);
    await page.goto(corePage());
    await answered;
  };
  const consent = (allowed: boolean) =>
    page.addInitScript((yes) => {
      const value = { customerPrivacy: { analyticsProcessingAllowed: () => yes, preferencesProcessingAllowed: () => yes } };
      Object.defineProperty(window, "Shopify", { configurable: true, writable: true, value });
    }, allowed);
  await consent(true);
  await visit();
  await visit();
  expect(asked[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(asked[1]).toBe(asked[0]);
  await consent(false);
  await visit();
  await visit();
  expect(new Set(asked).size).toBe(3);
  expect(kept).toEqual(["1", "1", "0", "0"]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

/** Changes the cart as a theme does. */
const inCart = (path: string, body: object) =>
  page.evaluate(
    async ([url, text]) => (await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: text })).text(),
    [path, JSON.stringify(body)] as const,
  );
const cartOf = () =>
  page.evaluate(
    async () => (await (await fetch("/cart.js")).json()) as { items: { variant_id: number }[]; attributes: Record<string, string> },
  );
const coreId = () => shop.things[0]?.variant.id as number;

inBrowser("an offer goes as soon as what triggered it leaves the cart, whatever the theme says of it", async () => {
  await page.goto(corePage());
  await inCart("/cart/add.js", { id: coreId(), quantity: 1 });
  await page.goto(at("/cart"));
  await card().waitFor();
  // as themes do that tell nobody but themselves
  await inCart("/cart/change.js", { id: String(coreId()), quantity: 0 });
  await card().waitFor({ state: "hidden" });
  expect(faults).toEqual([]);
});

inBrowser("a price that is not given any more is not charged: the product goes back and the shopper hears it", async () => {
  const accepts = async () => (await events()).filter((event) => event.kind === "accept").length;
  const before = await accepts();
  await page.goto(corePage());
  await card().waitFor();
  const discounts = [...shop.store.discounts];
  shop.store.discounts.clear();
  await page.locator(".crescendo-offer__accept").click();
  await page.locator(".crescendo-offer__status", { hasText: "price has changed" }).waitFor();
  expect((await cartOf()).items).toEqual([]);
  expect(await accepts()).toBe(before);
  for (const [id, discount] of discounts) shop.store.discounts.set(id, discount);
  expect(faults).toEqual([]);
});

inBrowser("nothing is offered where the product costs something else here, in a market of its own for example", async () => {
  await page.route(/\/products\/[^?]*\.js/, async (route) => {
    const answer = await route.fetch();
    const product = (await answer.json()) as { variants: { price: number }[] };
    for (const variant of product.variants) variant.price += 100;
    await route.fulfill({ response: answer, json: product });
  });
  const asked = page.waitForResponse(/\/products\/[^?]*\.js/);
  await page.goto(corePage());
  await asked;
  await page.waitForTimeout(300);
  expect(await card().isHidden()).toBe(true);
  expect(faults).toEqual([]);
});

inBrowser("who buys for a company is offered nothing", async () => {
  const customer = [...shop.store.customers.values()][0];
  if (!customer) throw new Error("no customer");
  Object.assign(customer, { forCompany: true, numberOfOrders: 0 });
  await page.request.post(at("/account/login"), { form: { email: customer.email ?? "" } });
  await page.goto(corePage());
  expect(await page.locator("[data-crescendo-offer]").count()).toBe(0);
  Object.assign(customer, { forCompany: false });
  await page.reload();
  expect(await page.locator("[data-crescendo-offer]").count()).toBe(1);
});

inBrowser("consent that is taken back is taken back from the cart too", async () => {
  const consent = (allowed: boolean) =>
    page.addInitScript((yes) => {
      const value = { customerPrivacy: { analyticsProcessingAllowed: () => yes, preferencesProcessingAllowed: () => yes } };
      Object.defineProperty(window, "Shopify", { configurable: true, writable: true, value });
    }, allowed);
  const marked = async () => (await cartOf()).attributes._crescendo_visitor;
  await consent(true);
  await page.goto(corePage());
  await card().waitFor();
  await inCart("/cart/add.js", { id: coreId(), quantity: 1 });
  expect(await until(marked, (value) => value !== undefined)).toMatch(/^[\w-]{43}$/);
  await consent(false);
  await page.goto(corePage());
  expect(await until(marked, (value) => !value)).toBeFalsy();
  expect(faults).toEqual([]);
});

inBrowser("the theme editor is shown a sample and counts as nobody", async () => {
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/apps/crescendo/")) asked += 1;
  });
  await page.goto(`${corePage()}?design_mode=1`);
  await page.waitForTimeout(500);
  expect(await card().textContent()).toContain("A sample");
  expect(await card().textContent()).toContain(shop.things[0]?.product.title);
  expect(asked).toBe(0);
  expect(faults).toEqual([]);
});

inBrowser("on the cart page what was added is said after the page has come again", async () => {
  await page.goto(corePage());
  await inCart("/cart/add.js", { id: coreId(), quantity: 1 });
  await page.goto(at("/cart"));
  await card().waitFor();
  await Promise.all([page.waitForEvent("load"), page.locator(".crescendo-offer__accept").click()]);
  const said = page.locator(".crescendo-offer__status", { hasText: "was added to your cart" });
  await said.waitFor();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("crescendo-offer__status");
  await page.reload();
  await page.waitForTimeout(300);
  expect(await said.count()).toBe(0);
});

inBrowser("a store that moved the app proxy says so in the block", async () => {
  await page.route(corePage(), async (route) => {
    const answer = await route.fetch();
    const body = await answer.text();
    expect(body).toContain('data-proxy="/apps/crescendo"');
    await route.fulfill({ response: answer, body: body.replace('data-proxy="/apps/crescendo"', 'data-proxy="/tools/more"') });
  });
  const asked = page.waitForRequest(/\/tools\/more\/offer\?/);
  await page.goto(corePage());
  await asked;
});
