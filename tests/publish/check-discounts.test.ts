import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../../app/funnel/offers/sample-offer.ts";
import type { Discount } from "../../dev-store/src/store/model.ts";
import { type ConnectedShop, connectedShop } from "../connected-shop.ts";
import { attribute, check, clear, codes, goLive, now, saved } from "./checked-shop.ts";

let shop: ConnectedShop;

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(() => shop.close());
beforeEach(() => clear(shop));

/** A discount of the store's own: a fifth off the order, unless told otherwise. */
function native(values: Partial<Discount> = {}): void {
  const id = shop.store.nextId();
  shop.store.discounts.set(id, {
    id,
    kind: "automatic_basic",
    title: "Summer",
    status: "ACTIVE",
    startsAt: 0,
    endsAt: null,
    createdAt: 0,
    updatedAt: 0,
    discountClasses: ["ORDER"],
    combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true },
    functionHandle: null,
    appClientId: null,
    percentage: 20,
    code: null,
    ...values,
  });
}

test("discounts of the store that come on top are reckoned with, as Shopify answers them", async () => {
  const id = await saved(shop);
  native({ percentage: 20 });
  const low = (await check(shop, id)).find(({ code }) => code === "stack_holds");
  // 10 % of the offer and 20 % of the order leave 72 % of the price, of which 55 % is cost
  expect(low?.values.share?.value).toBeCloseTo(1 - 0.55 / 0.72, 2);
  native({ title: "Clearance", percentage: 40, code: "MORE", kind: "code_basic" });
  const below = (await check(shop, id)).find(({ code }) => code === "stack_below_floor");
  expect(below).toMatchObject({ severity: "warns", values: { others: { value: ["Clearance", "Summer"] }, count: { value: 1 } } });
  shop.store.discounts.clear();
  const alone = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };
  native({ combinesWith: alone });
  native({ title: "Welcome", combinesWith: alone, code: "HELLO", kind: "code_basic" });
  native({ title: "Later", combinesWith: alone, startsAt: now.getTime() + 1_000_000_000 });
  native({
    title: "Function",
    kind: "automatic_app",
    appClientId: "another",
    functionHandle: "x",
    percentage: null,
    discountClasses: ["PRODUCT"],
  });
  const found = await check(shop, id);
  expect(found.find(({ code }) => code === "discount_excludes")?.values).toEqual({ others: { as: "names", value: ["Summer"] } });
  expect(found.find(({ code }) => code === "code_excludes")?.values).toEqual({ others: { as: "names", value: ["Welcome"] } });
  expect(found.find(({ code }) => code === "stack_unknown")?.values).toEqual({ others: { as: "names", value: ["Function"] } });
});

test("a store that sells in other currencies is told that shoppers who pay in them see no offer", async () => {
  const id = await saved(shop);
  shop.store.shop.otherCurrencies = ["EUR", "VND"];
  expect((await check(shop, id)).find(({ code }) => code === "other_currencies")).toEqual({
    severity: "warns",
    code: "other_currencies",
    values: { own: { as: "names", value: [shop.store.shop.currency] }, others: { as: "names", value: ["EUR", "VND"] } },
  });
  delete shop.store.shop.otherCurrencies;
  expect(codes(await check(shop, id))).not.toContain("warns other_currencies");
});

test("a dynamic offer whose discount budget is below one sale is refused, and a live one that has used its up is told", async () => {
  const dynamic = { dynamic: true, productIds: [] as string[], depthsBp: [] as number[] };
  const refused = await saveOffer(shop.shopId, null, sampleOffer({ ...dynamic, discountBudget: 1 }));
  expect(refused).toEqual({ kind: "invalid", errors: { discountBudget: "discount_budget_below_one_sale" } });

  const given = shop.things.map(({ variant }) => Math.floor((variant.price * 1_000 + 5_000) / 10_000)).sort((a, b) => a - b);
  const [least = 0, second = 0, most = 0] = given;
  const budget = most + 100;
  const id = await saved(shop, { ...dynamic, discountBudget: budget });
  await goLive(shop, id);
  const spend = async (discount: number) => {
    await inShop(shop.shopId, (db) => db.run("delete from attributions where shop_id = $1", [db.shopId]));
    await attribute(shop, id, { discount, profit: 50 });
  };
  const budgets = async () => codes(await check(shop, id)).filter((code) => code.includes("budget"));
  await spend(100);
  expect(await budgets()).toEqual([]);
  await spend(budget - least + 1);
  expect((await check(shop, id)).find(({ code }) => code === "discount_budget_short")).toMatchObject({
    severity: "warns",
    values: { left: { value: least - 1 }, budget: { value: budget }, least: { value: least } },
  });
  if (least < second) {
    await spend(budget - least);
    expect(await budgets()).toEqual(["warns discount_budget_some"]);
  }
  await spend(budget);
  expect(await budgets()).toEqual(["warns discount_budget_used"]);
});

test("a live tripwire that has nearly spent its loss budget is told that nobody sees it", async () => {
  const id = await saved(shop, { stage: "tripwire", discount: { kind: "percentage", value: 9_000 }, lossBudget: 10_000_000 });
  await attribute(shop, id, { discount: 1, profit: -9_999_999 });
  expect((await check(shop, id)).find(({ code }) => code === "loss_budget_short")).toMatchObject({
    severity: "warns",
    values: { left: { value: 1 } },
  });
});
