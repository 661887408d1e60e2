import { beforeEach, expect, test } from "vitest";
import { insertPricedShop } from "../../../tests/priced-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import type { Offer } from "../offers/offer.ts";
import { saveOffer } from "../offers/offers.server.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { flushDecisions } from "../serve/decision-buffer.server.ts";
import type { TriedCart } from "./tried-cart.ts";
import { tryCart } from "./try-cart.server.ts";

ownDatabase();
let shopId: number;
const now = new Date("2026-03-15T12:00:00Z");

beforeEach(async () => {
  shopId = await insertPricedShop([10, 20]);
});

async function live(values: Partial<Offer>): Promise<number> {
  const saved = await saveOffer(shopId, null, sampleOffer(values));
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  await inShop(shopId, (db) =>
    db.run("update offers set status = 'live', updated_at = clock_timestamp() where shop_id = $1 and id = $2", [shopId, saved.id]),
  );
  return saved.id;
}

const ask = async (values: Partial<TriedCart> = {}) => {
  const shop = { shopId, domain: "try.myshopify.com", currency: "GBP", timezone: "UTC" };
  return tryCart(shop, { placement: "cart", segment: "guest", viewed: null, productIds: ["10"], ...values }, now);
};

test("a cart that is tried gets the decision a shopper would get, and nothing of it is kept", async () => {
  const offerId = await live({ stage: "tripwire", lossBudget: 0, productIds: ["20"], audience: "first_time_buyers", name: "Welcome" });
  const first = await ask();
  expect(first).toMatchObject({ id: null, placement: "cart", segment: "guest", tracked: false, ordered: false });
  expect(first.candidates[0]).toMatchObject({ offerId, offerName: "Welcome", product: "Product 20", depthBp: 1_000, reason: null });
  if (first.outcome === "shown") expect(first).toMatchObject({ offerId, product: "Product 20", price: 2_000, discountedPrice: 1_800 });
  else expect(first.reason).toBe("no_profitable_offer");
  expect(await ask({ segment: "returning" })).toMatchObject({ outcome: "none", reason: "not_in_audience", segment: "returning" });
  expect(await ask({ placement: "product", productIds: ["20"] })).toMatchObject({ outcome: "none", reason: "already_in_cart" });
  await flushDecisions(shopId);
  expect(await inShop(shopId, (db) => db.rows("select 1 from decisions where shop_id = $1", [shopId]))).toEqual([]);
});

test("a trigger holds by what is in the cart, and unknown products are left out", async () => {
  await live({ trigger: { kind: "product", productIds: ["10"] } });
  expect((await ask({ productIds: [] })).reason).toBe("not_triggered");
  expect((await ask({ productIds: ["999"] })).reason).toBe("not_triggered");
  expect((await ask()).candidates[0]?.reason ?? null).toBeNull();
});
