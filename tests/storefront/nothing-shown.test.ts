import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { browserPath, card, inBrowser, openStorefront, type Storefront } from "./open-storefront.ts";

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
    await page.goto(shop.corePage);
    await page.waitForTimeout(1_000);
    expect(await card(page).isHidden()).toBe(true);
    expect(faults).toEqual([]);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
  shop.devStore.setAppUrl("http://127.0.0.1:9");
  await page.goto(shop.corePage);
  await page.waitForTimeout(1_000);
  expect(await card(page).isHidden()).toBe(true);
  expect(await page.locator("form[action*='/cart/add'] button").first().isEnabled()).toBe(true);
});

inBrowser("a cart in another currency is asked nothing", async () => {
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/apps/crescendo/offer")) asked += 1;
  });
  await page.route(shop.corePage, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-currency="[A-Z]{3}"/, 'data-currency="XTS"') });
  });
  await page.goto(shop.corePage);
  await page.waitForTimeout(800);
  expect(asked).toBe(0);
  expect(await card(page).isHidden()).toBe(true);
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
  await page.goto(shop.corePage);
  await asked;
  await page.waitForTimeout(300);
  expect(await card(page).isHidden()).toBe(true);
  expect(faults).toEqual([]);
});

inBrowser("who buys for a company is offered nothing", async () => {
  const customer = [...shop.store.customers.values()][0];
  if (!customer) throw new Error("no customer");
  Object.assign(customer, { forCompany: true, numberOfOrders: 0 });
  await page.request.post(`${shop.devStore.url}/account/login`, { form: { email: customer.email ?? "" } });
  await page.goto(shop.corePage);
  expect(await page.locator("[data-crescendo-offer]").count()).toBe(0);
  Object.assign(customer, { forCompany: false });
  await page.reload();
  expect(await page.locator("[data-crescendo-offer]").count()).toBe(1);
});

inBrowser("the theme editor is shown a sample and counts as nobody", async () => {
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/apps/crescendo/")) asked += 1;
  });
  await page.goto(`${shop.corePage}?design_mode=1`);
  await page.waitForTimeout(500);
  expect(await card(page).textContent()).toContain("A sample");
  expect(await card(page).textContent()).toContain(shop.things[0]?.product.title);
  expect(asked).toBe(0);
  expect(faults).toEqual([]);
});

inBrowser("a store that moved the app proxy says so in the block", async () => {
  await page.route(shop.corePage, async (route) => {
    const answer = await route.fetch();
    const body = await answer.text();
    expect(body).toContain('data-proxy="/apps/crescendo"');
    await route.fulfill({ response: answer, body: body.replace('data-proxy="/apps/crescendo"', 'data-proxy="/tools/more"') });
  });
  const asked = page.waitForRequest(/\/tools\/more\/offer\?/);
  await page.goto(shop.corePage);
  await asked;
});
