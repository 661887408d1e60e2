import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { pauseOffer, publishOffer } from "../../app/funnel/offers/offer-status.server.ts";
import { getOffer, saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { publishOffers } from "../../app/funnel/publish/publish-offers.server.ts";
import { decide } from "../../app/funnel/serve/decide.server.ts";
import { type ConnectedShop, connectedShop } from "../connected-shop.ts";
import { discounts, draft, saved } from "./publishing-shop.ts";

// Offers from the editor's door to the price in a cart of the local store and back again.
const plainFetch = globalThis.fetch;
const visitor = "0123456789abcdef0123456789abcdef";

let shop: ConnectedShop;
let shopId: number;
let things: ConnectedShop["things"];
let store: ConnectedShop["store"];

beforeAll(async () => {
  shop = await connectedShop();
  ({ shopId, things, store } = shop);
}, 180_000);
afterAll(() => shop?.close());

/** A shopper with a cart of their own; prices in minor units, as the store computes them. */
function shopper() {
  let cookie = "";
  const request = async (path: string, body?: object) => {
    const answer = await plainFetch(`${shop.devStore.url}${path}`, {
      headers: { cookie, Accept: "application/json", "Content-Type": "application/json" },
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
    });
    cookie =
      answer.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; ") || cookie;
    return (await answer.json()) as {
      items: { variant_id: number; quantity: number; final_line_price: number; key: string; properties: Record<string, string> | null }[];
    };
  };
  return {
    add: (variantId: number | string, properties: Record<string, string> = {}, quantity = 1) =>
      request("/cart/add.js", { id: Number(variantId), quantity, properties }),
    change: (variantId: number, quantity: number) => request("/cart/change.js", { id: variantId, quantity }),
    cart: () => request("/cart.js"),
  };
}

test("an offer's way: published, shown, given in the cart at the price shown, ended with its trigger, withdrawn", async () => {
  const [core, offered] = things;
  if (!core || !offered) throw new Error("the generated store has too few products");
  // pinned: shown whatever the engine expects of it
  const pinned = { pinnedProductId: String(offered.product.id) };
  const id = await saved(shop, pinned);
  expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(discounts(shop)).toMatchObject([{ title: "Crescendo offers", functionHandle: "crescendo-offers", discountClasses: ["PRODUCT"] }]);
  expect(await publishOffers(shopId)).toEqual({ kind: "unchanged" });

  const buyer = shopper();
  await buyer.add(core.variant.id);
  const lines = [{ variantId: String(core.variant.id), quantity: 1 }];
  const view = await decide(
    { shopId, domain: store.shop.domain, currency: store.shop.currency, timezone: "UTC" },
    { placement: "product", productId: String(core.product.id), lines, visitor, customerId: null, now: new Date() },
  );
  if (view.kind !== "offer") throw new Error(view.reason);
  await buyer.add(view.product.variantId, { [view.lineAttribute.key]: view.lineAttribute.value });
  const lineOf = async () => (await buyer.cart()).items.find((item) => item.variant_id === offered.variant.id);
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency: store.shop.currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const hundredths = (minor: number) => minor * 10 ** (2 - digits);
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.discountedPrice.amount));
  expect(view.discountedPrice.amount).toBeLessThan(view.price.amount);

  await buyer.change(core.variant.id, 0);
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.price.amount));
  await buyer.add(core.variant.id);
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.discountedPrice.amount));

  const changed = await saveOffer(shopId, id, draft(shop, { ...pinned, discount: { kind: "percentage", value: 500 } }));
  expect(changed.kind).toBe("saved");
  // what was promised is deeper than what the offer may give now
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.price.amount));

  expect(await pauseOffer(shopId, id)).toEqual({ kind: "paused", withdrawn: true });
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.price.amount));
  expect(discounts(shop)).toEqual([]);
  expect(await publishOffers(shopId)).toEqual({ kind: "unchanged" });
});

test("an offer that has had the orders of a day is given to nobody until midnight, not even from a cart, and then again", async () => {
  const [core, offered] = things;
  if (!core || !offered) throw new Error("the generated store has too few products");
  const zone = (timezone: string) => inShop(shopId, (db) => db.run("update shops set timezone = $2 where id = $1", [shopId, timezone]));
  await zone(store.shop.ianaTimezone);
  const id = await saved(shop, { pinnedProductId: String(offered.product.id), dailyLimit: 1 });
  expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
  const buyer = shopper();
  await buyer.add(core.variant.id);
  const lines = [{ variantId: String(core.variant.id), quantity: 1 }];
  const view = await decide(
    { shopId, domain: store.shop.domain, currency: store.shop.currency, timezone: store.shop.ianaTimezone },
    { placement: "product", productId: String(core.product.id), lines, visitor, customerId: null, now: new Date() },
  );
  if (view.kind !== "offer") throw new Error(view.reason);
  await buyer.add(view.product.variantId, { [view.lineAttribute.key]: view.lineAttribute.value });
  const priceNow = async () => (await buyer.cart()).items.find((item) => item.variant_id === offered.variant.id)?.final_line_price ?? 0;
  const offerPrice = await priceNow();
  await inShop(shopId, (db) =>
    db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, 1, 1, $2, $3, now(), 1, 100, 10, 50, 0, 50)`,
      [shopId, view.decisionId, id],
    ),
  );
  expect(await publishOffers(shopId)).toEqual({ kind: "published" });
  expect(await priceNow()).toBeGreaterThan(offerPrice);
  expect(await getOffer(shopId, id)).toMatchObject({ status: "live" });
  // at midnight the store itself gives it again; told anew the next day, nothing of that is left
  const told = await inShop(shopId, (db) =>
    db.row<{ from: string | null }>("select configuration->'offers'->0->>'from' as from from publications where shop_id = $1", [shopId]),
  );
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: store.shop.ianaTimezone }).format(new Date());
  expect(Date.parse(told?.from ?? "") - Date.parse(today)).toBe(86_400_000);
  expect(await publishOffers(shopId, new Date(Date.now() + 86_400_000))).toEqual({ kind: "published" });
  expect(await priceNow()).toBe(offerPrice);
  await inShop(shopId, (db) => db.run("delete from attributions where shop_id = $1", [shopId]));
  await zone("UTC");
  expect(await pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
});
