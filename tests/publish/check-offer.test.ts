import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../../app/funnel/offers/sample-offer.ts";
import { publishCheck } from "../../app/funnel/publish/publish-check.server.ts";
import { type ConnectedShop, connectedShop } from "../connected-shop.ts";
import { attribute, check, clear, codes, goLive, now, productId, saved } from "./checked-shop.ts";

let shop: ConnectedShop;

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(() => shop.close());
beforeEach(() => clear(shop));

test("a sound offer of a new shop is told that nothing is known yet, and nothing stops it", async () => {
  const found = await check(shop, await saved(shop));
  expect(codes(found)).toEqual(["warns place_silent", "tells assumed_cost", "tells holdout", "tells stack_none", "tells no_history"]);
  expect(found.find(({ code }) => code === "holdout")?.values).toEqual({
    everywhere: { as: "share", value: 0.05 },
    here: { as: "share", value: 0.1 },
  });
  expect(await publishCheck({ shopId: shop.shopId, domain: shop.store.shop.domain, currency: "USD" }, 999_999, now)).toBeNull();
});

test("what keeps an offer from being shown is found: stock, exclusions, dates, limits, other offers, a running test", async () => {
  const id = await saved(shop, {
    productIds: [productId(shop, 0), productId(shop, 1)],
    totalLimit: 1,
    startsAt: "2199-01-01T00:00:00Z",
  });
  const other = await saved(shop, { name: "First", priority: 10 });
  await goLive(shop, other);
  await attribute(shop, id, { discount: 10, profit: 50 });
  await inShop(shop.shopId, async (db) => {
    await db.run("update variants set available_for_sale = false where shop_id = $1 and product_id = $2", [db.shopId, productId(shop, 0)]);
    await db.run("update shops set offer_rules = $2 where id = $1", [db.shopId, { excludedProductIds: [productId(shop, 1)] }]);
    await db.run(
      `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans) values ($1, 'ab_test', $2, 'Words', 'running', 's', '[]', '[]')`,
      [db.shopId, id],
    );
  });
  const found = codes(await check(shop, id));
  for (const code of [
    "tells out_of_stock_some",
    "tells excluded_some",
    "tells not_begun",
    "warns total_limit_used",
    "warns outranked",
    "warns ab_running",
    "tells product_elsewhere",
  ])
    expect(found).toContain(code);
  await inShop(shop.shopId, (db) => db.run("update shops set offer_rules = '{}' where id = $1", [db.shopId]));
  await inShop(shop.shopId, (db) =>
    db.run("update products set deleted_at = now() where shop_id = $1 and id = $2", [db.shopId, productId(shop, 1)]),
  );
  expect((await check(shop, id))[0]).toMatchObject({ severity: "stops", code: "error", error: "product_not_found" });
  await inShop(shop.shopId, (db) => db.run("update products set deleted_at = null where shop_id = $1", [db.shopId]));
  await inShop(shop.shopId, (db) =>
    db.run("update offers set starts_at = null, ends_at = '2026-01-01' where shop_id = $1 and id = $2", [db.shopId, id]),
  );
  expect(codes(await check(shop, id))).toContain("stops over");
});

test("a dynamic offer says among how many products it chooses, and one that finds none cannot be saved", async () => {
  const dynamic = { dynamic: true, productIds: [], discount: { kind: "percentage", value: 1_000 }, depthsBp: [0, 1_000] } as const;
  const id = await saved(shop, { ...dynamic, depthsBp: [0, 1_000], productIds: [], excludedProductIds: [productId(shop, 2)] });
  expect((await check(shop, id)).find(({ code }) => code === "dynamic_products")?.values).toEqual({ count: { as: "number", value: 2 } });
  const refused = await saveOffer(
    shop.shopId,
    null,
    sampleOffer({ ...dynamic, productIds: [], depthsBp: [], discount: { kind: "percentage", value: 6_000 } }),
  );
  expect(refused).toEqual({ kind: "invalid", errors: { "discount.value": "no_product_to_offer" } });
});

test("the holdout that runs is what is told and led to, not the share of the settings", async () => {
  const id = await saved(shop);
  const begin = (kind: string, offerId: number | null, proof: boolean) =>
    inShop(shop.shopId, (db) =>
      db.row<{ id: number }>(
        `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans, proof) values ($1, $2, $3, 'Holdout', 'running', 's', '[]', $4, $5) returning id`,
        [db.shopId, kind, offerId, JSON.stringify([{ from: now.toISOString(), weights: [0.5, 0.5] }]), proof],
      ),
    );
  const holdout = await begin("offer_holdout", id, false);
  expect((await check(shop, id)).find(({ code }) => code === "holdout_running")).toMatchObject({
    values: { everywhere: { value: 0.05 }, here: { value: 0.5 } },
    about: [{ kind: "holdout", id: holdout?.id }],
  });
  const proof = await begin("global_holdout", null, true);
  expect((await check(shop, id)).find(({ code }) => code === "holdout_running")).toMatchObject({
    values: { everywhere: { value: 0.5 }, here: { value: 0.5 } },
    about: [{ kind: "holdout" }, { kind: "global_holdout", id: proof?.id }],
  });
});
