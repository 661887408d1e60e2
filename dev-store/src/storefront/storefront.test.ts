import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addProduct, sampleStore } from "../checkout/sample-store.ts";
import { startTestStorefront } from "./test-storefront.ts";
import { themeSettings } from "./theme-extension.ts";

const store = sampleStore();
for (let id = 500; id < 530; id += 1) addProduct(store, { id, handle: `mug-${id}`, title: `Mug <${id}>` }, [{ id: id + 5_000, price: id }]);
const withoutErrors = vi.spyOn(console, "error").mockImplementation(() => {});
let shop: Awaited<ReturnType<typeof startTestStorefront>>;
beforeAll(async () => {
  shop = await startTestStorefront({ store });
});
afterAll(() => shop.close());

test("every page answers in both languages, says that the store is local, and asks nothing of other hosts", async () => {
  const shopper = shop.shopper();
  for (const path of [
    "/",
    "/collections",
    "/collections/all",
    "/collections/coffee",
    "/products/house-blend",
    "/search?q=mug",
    "/cart",
    "/account/login",
  ]) {
    for (const prefix of ["", "/vi"]) {
      const response = await shopper.send(prefix + path);
      const html = await response.text();
      expect([path, response.status]).toEqual([path, 200]);
      expect(html).toContain(`<html lang="${prefix === "" ? "en" : "vi"}">`);
      expect(html).toContain(prefix === "" ? "This is a local store" : "cửa hàng chạy trên máy");
      expect(html).not.toContain("Translation missing");
      const foreign = [...html.matchAll(/(?:src|href|action)="(https?:)?\/\/([^/"]+)/g)].filter(
        (match) => match[2] !== new URL(shop.url).host,
      );
      expect(foreign).toEqual([]);
    }
  }
});

test("an unknown page is a 404 in the theme", async () => {
  const response = await shop.shopper().send("/products/nothing");
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("Page not found");
});

test("titles from the catalogue are escaped", async () => {
  const html = await shop.shopper().text("/collections/all?page=2");
  expect(html).not.toMatch(/Mug <5/);
  expect(html).toContain("Mug &lt;5");
});

test("a collection is paged and search finds words", async () => {
  const shopper = shop.shopper();
  expect((await shopper.text("/collections/all")).match(/class="card"/g)).toHaveLength(24);
  expect((await shopper.text("/collections/all?page=2")).match(/class="card"/g)).toHaveLength(9);
  expect(await shopper.text("/search?q=guji+ETHIOPIA")).toContain("1 result");
});

test("the language stays once it was chosen", async () => {
  const shopper = shop.shopper();
  await shopper.send("/?locale=vi");
  expect(await shopper.text("/cart")).toContain("Giỏ hàng");
});

test("/products/<handle>.js gives prices in hundredths", async () => {
  const { body } = await shop.shopper().json("/products/house-blend.js");
  expect(body).toMatchObject({
    id: 11,
    price: 1250,
    price_max: 3999,
    available: true,
    variants: [
      { id: 111, price: 1250 },
      { id: 112, compare_at_price: 4500 },
    ],
  });
});

test("in a currency without minor units Liquid and JSON still give hundredths", async () => {
  const dong = sampleStore("VND");
  const other = await startTestStorefront({ store: dong });
  try {
    const { body } = await other.shopper().json("/products/house-blend.js");
    expect(body.price).toBe(125_000);
    expect(await other.shopper().text("/vi/products/house-blend")).toContain("1.250");
  } finally {
    await other.close();
  }
});

test("app blocks stand on the product and cart pages, embeds on every page, assets where Shopify puts them", async () => {
  const shopper = shop.shopper();
  const html = await shopper.text("/products/house-blend?variant=112");
  expect(html).toMatch(/class="sample-offer" data-product="11" data-page="product" data-variant="112"/);
  expect(html).toContain('<p style="color: #112233">Hello from Northwind Coffee');
  expect(html).toContain("<b>$123.45</b>");
  expect(html).toContain('<link href="/cdn/extensions/offer-block/assets/offer.css"');
  expect(html).toContain('<script src="/cdn/extensions/offer-block/assets/offer.js" defer>');
  expect(html).toContain("window.sampleEmbed = 0;");
  expect(html.indexOf("sample-offer")).toBeGreaterThan(html.indexOf("data-product-form"));
  expect(await shopper.text("/vi/products/house-blend")).toContain("Xin chào từ");
  expect(await shopper.text("/")).not.toContain("sample-offer");
  expect((await shopper.send("/cdn/extensions/offer-block/assets/offer.js")).status).toBe(200);
  expect((await shopper.send("/cdn/extensions/offer-block/assets/..%2Fshopify.extension.toml")).status).toBe(404);
});

test("a block that fails prints nothing, is logged and leaves the page whole", async () => {
  withoutErrors.mockClear();
  const response = await shop.shopper().send("/products/house-blend");
  expect(response.status).toBe(200);
  expect(await response.text()).not.toContain("never seen");
  expect(withoutErrors.mock.calls.flat().join(" ")).toContain("offer-block/broken");
});

test("a block the merchant switched off is gone, files included", async () => {
  themeSettings(store).disabledBlocks.add("offer-block/offer");
  try {
    const html = await shop.shopper().text("/products/house-blend");
    expect(html).not.toContain("sample-offer");
    expect(html).not.toContain("offer.js");
  } finally {
    themeSettings(store).disabledBlocks.clear();
  }
});

test("a customer logs in by e-mail and sees their orders; an unknown e-mail is told so", async () => {
  const shopper = shop.shopper();
  expect((await shopper.form("/account/login", { "customer[email]": "nobody@example.com" })).status).toBe(422);
  expect((await shopper.send("/account")).headers.get("location")).toBe("/account/login");
  await shopper.form("/account/login", { "customer[email]": "ANN@example.com" });
  expect(await shopper.text("/account")).toContain("Ann Tran");
  await shopper.send("/account/logout");
  expect((await shopper.send("/account")).status).toBe(302);
});
