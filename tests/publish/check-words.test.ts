import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../../app/funnel/offers/sample-offer.ts";
import { type ConnectedShop, connectedShop } from "../connected-shop.ts";
import { check, clear, codes, productId, saved } from "./checked-shop.ts";

let shop: ConnectedShop;

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(() => shop.close());
beforeEach(() => clear(shop));

test("words that promise a saving are warned of where the full price may be asked, and a tripwire without a discount is refused", async () => {
  const id = await saved(shop, { body: "Add it now and save.", depthsBp: [0, 1_000] });
  expect((await check(shop, id)).find(({ code }) => code === "words_promise")).toMatchObject({
    severity: "warns",
    values: { said: { value: ["save"] }, given: { as: "shares", value: [0, 0.1] } },
  });
  const tripwire = { stage: "tripwire", lossBudget: 0, discount: { kind: "percentage", value: 0 } } as const;
  expect(await saveOffer(shop.shopId, null, sampleOffer({ productIds: [productId(shop, 0)], ...tripwire }))).toEqual({
    kind: "invalid",
    errors: { "discount.value": "tripwire_discount_required" },
  });
  await inShop(shop.shopId, (db) =>
    db.run("update offers set stage = 'tripwire', loss_budget = 0, discount_value = 0, depths_bp = '{}' where id = $1", [id]),
  );
  expect((await check(shop, id))[0]).toMatchObject({ severity: "stops", code: "error", error: "tripwire_discount_required" });
});

test("words that name another discount than the offer gives are warned of, and do not keep it from being saved", async () => {
  const id = await saved(shop, { body: "35 % less when you add it to this order" });
  expect((await check(shop, id)).find(({ code }) => code === "words_differ")).toMatchObject({
    severity: "warns",
    values: { said: { value: ["35 %"] }, given: { as: "shares", value: [0.1] } },
  });
  const right = await saved(shop, { body: "10 % less when you add it to this order" });
  expect(codes(await check(shop, right))).not.toContain("warns words_differ");
});

test("words of a test's arm that name another discount than the arm gives are warned of, until the test is over", async () => {
  const id = await saved(shop, { body: "10 % less" });
  const experiment = await inShop(shop.shopId, (db) =>
    db.row<{ id: number }>(
      `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans) values ($1, 'ab_test', $2, 'Depth', 'draft', 's', $3, '[]') returning id`,
      [
        db.shopId,
        id,
        JSON.stringify([
          { key: "control", name: "", change: null },
          { key: "b", name: "Less", change: { discountBp: 500 } },
          { key: "c", name: "Shorter", change: { headline: "10% off", body: "" } },
        ]),
      ],
    ),
  );
  const differing = async () => (await check(shop, id)).filter(({ code }) => code.endsWith("words_differ"));
  expect(await differing()).toEqual([
    {
      severity: "warns",
      code: "arm_words_differ",
      values: {
        arm: { as: "names", value: ["Less"] },
        test: { as: "names", value: ["Depth"] },
        said: { as: "names", value: ["10 %"] },
        given: { as: "shares", value: [0.05] },
      },
      about: [{ kind: "experiment", id: experiment?.id, name: "Depth" }],
    },
  ]);
  expect(codes(await check(shop, id))).not.toContain("warns ab_running");
  await inShop(shop.shopId, (db) => db.run("update experiments set status = 'running' where shop_id = $1", [db.shopId]));
  expect(codes(await check(shop, id))).toEqual(expect.arrayContaining(["warns arm_words_differ", "warns ab_running"]));
  await inShop(shop.shopId, (db) => db.run("update experiments set status = 'done' where shop_id = $1", [db.shopId]));
  expect(await differing()).toEqual([]);
});
