import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { type Db, inShop } from "../../database/pool.server.ts";
import type { ActiveDiscount } from "../../shopify/active-discount.ts";
import type { Offer } from "../offers/offer.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { budgetRooms } from "./budget-room.server.ts";
import { stackedSales } from "./stacked-sales.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
  await run((db) => db.run("update shops set assumed_cost_bp = 5000, payment_fee_bp = 0, margin_floor_bp = 1000 where id = $1", [shopId]));
});

const run = <T>(work: (db: Db) => Promise<T>) => inShop(shopId, work);
const own = { discount: { kind: "percentage", value: 2_000 } } as const;
const dynamic = { dynamic: true, productIds: [] };

/** Products of one variant each, numbered from 1: price and cost in minor units. */
async function sells(prices: readonly number[], costs: readonly (number | null)[] = []): Promise<void> {
  await run(async (db) => {
    await db.run(
      `insert into products (shop_id, id, title, handle, status, collection_ids, updated_at)
       select $1, id, 'Thing ' || id, 'thing-' || id, 'ACTIVE', '{5}', now() from generate_series(1, $2::int) id`,
      [shopId, prices.length],
    );
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       select $1, 10 + id, id, 10 + id, '', price, true, now() from unnest($2::bigint[]) with ordinality v(price, id)`,
      [shopId, prices],
    );
    await db.run(
      `insert into unit_costs (shop_id, variant_id, amount, valid_from)
       select $1, 10 + id, amount, '2020-01-01' from unnest($2::bigint[]) with ordinality c(amount, id) where amount is not null`,
      [shopId, costs],
    );
  });
}

function discount(values: Partial<ActiveDiscount>): ActiveDiscount {
  return {
    title: "Sale",
    code: false,
    product: false,
    order: true,
    combinesWith: { productDiscounts: true, orderDiscounts: false },
    takes: { kind: "percentage", value: 1_000 },
    only: null,
    minimum: 0,
    ...values,
  };
}

/** Of one product at 100.00 that costs nothing, at 20 % off: what is left of a sale, and the others in it. */
async function stacked(...others: ActiveDiscount[]) {
  const found = await run((db) => stackedSales(db, sampleOffer({ ...own, productIds: ["1"] }), others));
  return { paid: found.worst?.profit ?? null, with: found.with };
}

test("an order discount comes off what the offer leaves", async () => {
  await sells([10_000], [0]);
  expect(await stacked()).toEqual({ paid: null, with: [] });
  expect(await stacked(discount({}))).toEqual({ paid: 7_200, with: [0] });
});

test("order discounts that do not hold together come off once, the greatest", async () => {
  await sells([10_000], [0]);
  const two = [discount({}), discount({ title: "Big", takes: { kind: "percentage", value: 3_000 } })];
  expect(await stacked(...two)).toEqual({ paid: 5_600, with: [1] });
  const together = { productDiscounts: true, orderDiscounts: true };
  const both = two.map((one) => ({ ...one, combinesWith: together }));
  expect(await stacked(...both)).toEqual({ paid: 4_800, with: [0, 1] });
  expect(await stacked(discount({ takes: { kind: "percentage", value: 500 } }), ...both)).toEqual({ paid: 4_800, with: [1, 2] });
});

test("a line has one product discount, the greater one", async () => {
  await sells([10_000], [0]);
  const other = discount({ product: true, order: false, takes: { kind: "percentage", value: 5_000 } });
  expect(await stacked(other)).toEqual({ paid: 5_000, with: [0] });
  expect(await stacked({ ...other, takes: { kind: "amount", value: 500, each: true } })).toEqual({ paid: null, with: [] });
  expect(await stacked(other, discount({}))).toEqual({ paid: 5_000, with: [0] });
  expect(await stacked({ ...other, combinesWith: { productDiscounts: true, orderDiscounts: true } }, discount({}))).toEqual({
    paid: 4_500,
    with: [0, 1],
  });
});

test("an amount off the order is the unit's part of the smallest order that has it", async () => {
  await sells([10_000], [0]);
  const amount = discount({ takes: { kind: "amount", value: 2_000, each: false } });
  expect((await stacked({ ...amount, minimum: 32_000 })).paid).toBe(7_500);
  expect((await stacked(amount)).paid).toBe(6_000);
});

test("what does not combine, covers other products or cannot be known takes nothing off", async () => {
  await sells([10_000], [0]);
  const only = { productIds: ["2"], variantIds: [], collectionIds: ["6"], complete: true };
  const others = [
    discount({ combinesWith: { productDiscounts: false, orderDiscounts: true } }),
    discount({ only }),
    discount({ takes: null }),
  ];
  expect(await stacked(...others)).toEqual({ paid: null, with: [] });
  expect((await stacked(discount({ only: { ...only, collectionIds: ["5"] } }))).paid).toBe(7_200);
  expect((await stacked(discount({ only: { ...only, variantIds: ["11"] } }))).paid).toBe(7_200);
  expect((await stacked(discount({ only: { ...only, complete: false } }))).paid).toBe(7_200);
  const { touching } = await run((db) => stackedSales(db, sampleOffer({ ...own, productIds: ["1"] }), others));
  expect(touching).toEqual([0, 2]);
});

test("of a dynamic offer every product is counted, and the worst is the worst of all", async () => {
  const products = 700;
  // the last is dearest to make; one in seven cannot be offered at all
  const costs = Array.from({ length: products }, (_, at) => (at % 7 === 0 ? 800 : at === products - 1 ? 700 : 500));
  await sells(
    costs.map(() => 1_000),
    costs,
  );
  const found = await run((db) =>
    stackedSales(db, sampleOffer({ ...own, ...dynamic }), [discount({ takes: { kind: "percentage", value: 4_000 } })]),
  );
  expect(found.units).toBe(600);
  // 800 paid less 40 % is 480
  expect(found.below).toMatchObject({ products: 600, titles: ["Thing 700", "Thing 2", "Thing 3"] });
  expect(found.worst?.margin).toBeCloseTo((480 - 700) / 480, 6);
  expect(found.worst?.aloneProfit).toBe(100);
});

test("a budget's room is judged as decisions judge it: at each discount, for the units of one order, of each product", async () => {
  await sells([1_000, 2_000, 10]);
  const room = async (offer: Partial<Offer>, left: number) =>
    (await run((db) => budgetRooms(db, sampleOffer({ ...dynamic, ...offer }), { discount: left, loss: null }))).discount;
  expect(await room({}, 0)).toEqual({ products: 3, within: 0, least: 1 });
  expect(await room({}, 1)).toEqual({ products: 3, within: 1, least: 1 });
  expect(await room({}, 200)).toEqual({ products: 3, within: 3, least: 1 });
  expect(await room({ maxQuantity: 2 }, 200)).toEqual({ products: 3, within: 2, least: 2 });
  expect(await room({ depthsBp: [0, 500, 1_000], maxQuantity: 2 }, 200)).toEqual({ products: 3, within: 3, least: 2 });
  expect(await room({ dynamic: false, productIds: ["2"] }, 199)).toEqual({ products: 1, within: 0, least: 200 });
  await run((db) => db.run("update variants set available_for_sale = false where shop_id = $1", [shopId]));
  expect(await room({ dynamic: false, productIds: ["2"] }, 199)).toEqual({ products: 0, within: 0, least: 0 });
});

test("a loss budget has room for what loses nothing, and for a loss within it", async () => {
  await sells([1_000], [900]);
  const tripwire = { stage: "tripwire", productIds: ["1"], lossBudget: 1_000 } as const;
  const room = async (offer: Partial<Offer>, left: number) =>
    (await run((db) => budgetRooms(db, sampleOffer({ ...tripwire, productIds: ["1"], ...offer }), { discount: null, loss: left }))).loss;
  const half = { kind: "percentage", value: 5_000 } as const;
  expect(await room({ discount: half }, 399)).toEqual({ products: 1, within: 0, least: 400 });
  expect(await room({ discount: half }, 400)).toEqual({ products: 1, within: 1, least: 400 });
  expect(await room({ discount: half, depthsBp: [1_000, 5_000] }, 0)).toEqual({ products: 1, within: 1, least: 0 });
  expect(await room({}, 0)).toMatchObject({ products: 0 });
});
