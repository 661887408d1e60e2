import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { browserPath, card, cartOf, consent, inBrowser, inCart, openStorefront, type Storefront, until } from "./open-storefront.ts";

let shop: Storefront;
let page: Page;
let faults: string[];

beforeAll(async () => {
  if (browserPath) shop = await openStorefront(browserPath);
}, 180_000);
afterAll(() => shop?.close());
beforeEach(async () => {
  if (browserPath) ({ page, faults } = await shop.visit());
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
  const attributes = async () => (await cartOf(page)).attributes;
  // out of view nothing is counted; the block begins below what fills the window
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      document.body.style.paddingTop = "3000px";
    });
  });
  await page.goto(shop.corePage);
  await page.waitForTimeout(1_800);
  expect(told).toEqual([]);
  // before there is a cart nothing is written, lest the shopper's own first write make another one
  expect([marks, await attributes()]).toEqual([0, {}]);
  await inCart(page, "/cart/add.js", { id: shop.coreId, quantity: 1 });
  expect(await until(attributes, (found) => Object.keys(found).length > 0)).toEqual({ _crescendo_visitor: value });
  await page.locator(".crescendo-offer__sentinel").evaluate((element) => element.scrollIntoView({ block: "center" }));
  await until(
    async () => told.length,
    (length) => length > 0,
  );
  expect(told).toEqual([{ decisionId, kind: "impression" }]);
  expect(await card(page).isHidden()).toBe(true);
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
    await page.goto(shop.corePage);
    const { decisionId } = (await (await answer).json()) as { decisionId: string };
    await page.locator(".crescendo-offer__sentinel").evaluate((element) => element.scrollIntoView({ block: "center" }));
    await until(
      async () => told.length,
      (length) => length > turn,
    );
    expect([asked, told.length, told.at(-1)]).toEqual([turn + 1, turn + 1, { decisionId, kind: "impression" }]);
    expect(await card(page).isHidden()).toBe(true);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

inBrowser("who accepts is joined to the cart at once, not by the decision after it", async () => {
  await page.addInitScript(() => {
    const value = { customerPrivacy: { analyticsProcessingAllowed: () => true } };
    Object.defineProperty(window, "Shopify", { configurable: true, writable: true, value });
  });
  await page.goto(shop.corePage);
  await card(page).waitFor();
  // the next decision never comes: who hurries to the checkout has left by then
  await page.route(/\/apps\/crescendo\/offer/, () => new Promise(() => {}));
  await page.locator(".crescendo-offer__accept").click();
  await page.locator(".crescendo-offer__status", { hasText: "was added" }).waitFor();
  const marked = async () => (await cartOf(page)).attributes._crescendo_visitor;
  expect(await until(marked, (value) => value !== undefined)).toMatch(/^[\w-]{43}$/);
  await page.unrouteAll({ behavior: "ignoreErrors" });
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
    await page.goto(shop.corePage);
    await answered;
  };
  await consent(page, true);
  await visit();
  await visit();
  expect(asked[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(asked[1]).toBe(asked[0]);
  await consent(page, false);
  await visit();
  await visit();
  expect(new Set(asked).size).toBe(3);
  expect(kept).toEqual(["1", "1", "0", "0"]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

inBrowser("consent that is taken back is taken back from the cart too", async () => {
  const marked = async () => (await cartOf(page)).attributes._crescendo_visitor;
  await consent(page, true);
  await page.goto(shop.corePage);
  await card(page).waitFor();
  await inCart(page, "/cart/add.js", { id: shop.coreId, quantity: 1 });
  expect(await until(marked, (value) => value !== undefined)).toMatch(/^[\w-]{43}$/);
  await consent(page, false);
  await page.goto(shop.corePage);
  expect(await until(marked, (value) => !value)).toBeFalsy();
  expect(faults).toEqual([]);
});
