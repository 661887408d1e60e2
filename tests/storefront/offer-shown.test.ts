import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { browserPath, card, cartOf, inBrowser, inCart, openStorefront, type Storefront, until } from "./open-storefront.ts";

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

inBrowser("a shopper sees the offer, hears what happened, and pays the price shown", async () => {
  await page.goto(shop.corePage);
  await card(page).waitFor();
  expect(await card(page).textContent()).toContain("A first taste");
  const toCart = page.locator(".header__cart");
  const [label, count] = [toCart.locator(".hidden"), toCart.locator(".header__count")];
  expect([await label.textContent(), await count.isHidden()]).toEqual(["Cart, items: 0", true]);
  const accept = page.locator(".crescendo-offer__accept");
  const priced = await page.locator(".crescendo-offer__price strong").textContent();
  expect(await accept.textContent()).toBe(`Add for ${priced}`);
  expect(await page.locator(".crescendo-offer__before s").textContent()).not.toBe(priced);
  await card(page).scrollIntoViewIfNeeded();
  expect((await until(shop.events, (list) => list.length > 0)).map((event) => event.kind)).toEqual(["impression"]);
  if (process.env.CRESCENDO_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.CRESCENDO_SCREENSHOTS}/product-offer.png`, fullPage: true });
  await accept.focus();
  await page.keyboard.press("Enter");
  await page.locator(".crescendo-offer__status", { hasText: "was added to your cart" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("crescendo-offer__status");
  expect((await until(shop.events, (list) => list.length > 1)).map((event) => event.kind)).toContain("accept");
  const cart = await cartOf(page);
  expect(cart.items).toHaveLength(1);
  await until(
    () => count.isHidden(),
    (hidden) => !hidden,
  );
  expect([await label.textContent(), await count.textContent()]).toEqual(["Cart, items: 1", "1"]);
  expect(cart.items[0]?.properties).toHaveProperty("_crescendo");
  expect(priced?.replace(/\D/g, "")).toBe(String(cart.items[0]?.final_line_price));
  expect(faults).toEqual([]);
});

inBrowser("on the cart page the offer joins the cart at once", async () => {
  await page.goto(shop.corePage);
  await inCart(page, "/cart/add.js", { id: shop.coreId, quantity: 1 });
  await page.goto(shop.cartPage);
  await card(page).waitFor();
  expect(await card(page).textContent()).toContain("Goes well with it");
  if (process.env.CRESCENDO_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.CRESCENDO_SCREENSHOTS}/cart-offer.png`, fullPage: true });
  await Promise.all([page.waitForEvent("load"), page.locator(".crescendo-offer__accept").click()]);
  expect(await page.locator("body").textContent()).toContain(shop.things[2]?.product.title ?? "");
  await page.waitForTimeout(500);
  expect(await card(page).isHidden()).toBe(true);
  expect(faults).toEqual([]);
});

inBrowser("no thanks hides the offer for the session", async () => {
  await page.goto(shop.corePage);
  await card(page).waitFor();
  await page.locator(".crescendo-offer__decline").click();
  expect(await card(page).isHidden()).toBe(true);
  const answered = page.waitForResponse(/\/apps\/crescendo\/offer/);
  await page.reload();
  await answered;
  await page.waitForTimeout(200);
  expect(await card(page).isHidden()).toBe(true);
  expect(faults).toEqual([]);
});

inBrowser("a sold-out offer says so in place and can be tried again", async () => {
  await page.goto(shop.corePage);
  await card(page).waitFor();
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

inBrowser("an offer goes as soon as what triggered it leaves the cart, whatever the theme says of it", async () => {
  await page.goto(shop.corePage);
  await inCart(page, "/cart/add.js", { id: shop.coreId, quantity: 1 });
  await page.goto(shop.cartPage);
  await card(page).waitFor();
  // as themes do that tell nobody but themselves
  await inCart(page, "/cart/change.js", { id: String(shop.coreId), quantity: 0 });
  await card(page).waitFor({ state: "hidden" });
  expect(faults).toEqual([]);
});

inBrowser("a price that is not given any more is not charged: the product goes back and the shopper hears it", async () => {
  const accepts = async () => (await shop.events()).filter((event) => event.kind === "accept").length;
  const before = await accepts();
  await page.goto(shop.corePage);
  await card(page).waitFor();
  const discounts = [...shop.store.discounts];
  shop.store.discounts.clear();
  await page.locator(".crescendo-offer__accept").click();
  await page.locator(".crescendo-offer__status", { hasText: "price has changed" }).waitFor();
  expect((await cartOf(page)).items).toEqual([]);
  expect(await accepts()).toBe(before);
  for (const [id, discount] of discounts) shop.store.discounts.set(id, discount);
  expect(faults).toEqual([]);
});

inBrowser("on the cart page what was added is said after the page has come again", async () => {
  await page.goto(shop.corePage);
  await inCart(page, "/cart/add.js", { id: shop.coreId, quantity: 1 });
  await page.goto(shop.cartPage);
  await card(page).waitFor();
  await Promise.all([page.waitForEvent("load"), page.locator(".crescendo-offer__accept").click()]);
  const said = page.locator(".crescendo-offer__status", { hasText: "was added to your cart" });
  await said.waitFor();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("crescendo-offer__status");
  await page.reload();
  await page.waitForTimeout(300);
  expect(await said.count()).toBe(0);
});
