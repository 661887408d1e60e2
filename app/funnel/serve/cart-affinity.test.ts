import pg from "pg";
import { beforeEach, expect, test, vi } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { type Db, inShop, shopReader } from "../../database/pool.server.ts";
import { log } from "../../log.server.ts";
import { seededRandom } from "../../value/models/seeded-random.ts";
import {
  type AffinitySettings,
  affinityRanker,
  buildAffinityModel,
  chooseAffinityModel,
  EASE_RECIPE,
  ENGINE_RECIPE,
} from "../affinity/affinity-model.ts";
import { baseProbability, calibrated } from "../affinity/base-probability.ts";
import { EASE } from "../affinity/build-ease.ts";
import { ENGINE } from "../affinity/build-neighbours.ts";
import { popularOrders, type Recipes } from "../affinity/cart-ranker.ts";
import { togetherIn } from "../affinity/neighbour-table.ts";
import { readBaskets } from "../affinity/read-baskets.server.ts";
import { writeAffinity } from "../affinity/write-affinity.server.ts";
import { rebuildAffinity } from "../learn/affinity.server.ts";
import { cartAffinity } from "./cart-affinity.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
});

const now = new Date("2026-03-15T12:00:00Z");
const DAY_MS = 86_400_000;
/** As large as Shopify's are. */
const productId = (product: number) => String(8_000_000_000_000 + product);

interface Bought {
  readonly products: readonly number[];
  readonly daysAgo: number;
  readonly customer?: number;
}

async function sell(orders: readonly Bought[], shop = shopId): Promise<void> {
  const lines = orders.flatMap(({ products }, order) => products.map((product) => ({ order: order + 1, product: productId(product) })));
  await inShop(shop, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       select $1, id, '#' || id, customer, at, at, at, false, 1000, 0, 0, 1000 from unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) o (id, customer, at)`,
      [
        shop,
        orders.map((_, order) => order + 1),
        orders.map(({ customer }) => customer ?? null),
        orders.map(({ daysAgo }) => new Date(now.getTime() - daysAgo * DAY_MS)),
      ],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount)
       select $1, order_id, row_number() over (), product, product, '', 1, 1, 500, 0 from unnest($2::bigint[], $3::bigint[]) l (order_id, product)`,
      [shop, lines.map(({ order }) => order), lines.map(({ product }) => product)],
    );
  });
}

/** Products of one of ten kinds go together; some are in many orders, and orders are one to nine products long. */
function madeOrders(count: number, seed = 3): Bought[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const kind = Math.floor(10 * random());
    const products = new Set([kind * 8 + Math.floor(8 * random() ** 2)]);
    while (random() < 0.6 && products.size < 9)
      products.add(random() < 0.7 ? kind * 8 + Math.floor(8 * random()) : Math.floor(80 * random() ** 2));
    return { products: [...products], daysAgo: ((count - at) * 300) / count };
  });
}

const cartsOf = (count: number) => {
  const random = seededRandom(99);
  return Array.from({ length: count }, (_, at) => [...new Set(Array.from({ length: at % 7 }, () => Math.floor(80 * random())))]);
};

const anything = () => true;
const ask = (version: number, products: readonly number[]) => inShop(shopId, (db) => cartAffinity(db, version, products.map(productId)));

test("what is served ranks exactly like the model that the evaluation scores", async () => {
  await sell(madeOrders(2500));
  const report = await rebuildAffinity(shopId, now);
  expect(report).toMatchObject({ version: 2, orders: 2500, products: 80, outcome: "served" });
  const { baskets, ids } = await inShop(shopId, (db) => readBaskets(db, now));
  expect([...ids]).toEqual([...ids].sort((a, b) => a - b));
  const model = chooseAffinityModel(baskets, seededRandom(1));
  expect(model.validation.small?.n).toBeGreaterThan(200);
  expect(model.calibration.slope).not.toBe(1);
  const rank = affinityRanker(model);
  const together = togetherIn(model.parts.engine);
  for (const cart of cartsOf(40)) {
    const affinity = await ask(report.version, cart);
    const expected = rank(cart, 90);
    const served = affinity.candidates(90, anything);
    expect(served.map(({ productId, score }) => ({ productId, score }))).toEqual(
      expected.map(({ product, score }) => ({ productId: String(ids[product]), score })),
    );
    for (const { product, score } of expected) {
      expect(affinity.score(productId(product))).toBe(score);
      const probability = calibrated(baseProbability(model.parts, together, cart, product), model.calibration);
      expect(affinity.baseProbability(productId(product))).toBeCloseTo(Math.max(probability, 1 / 3500), 12);
    }
  }
});

test("EASE is served to the last digit too", async () => {
  await sell(madeOrders(600, 5));
  const { baskets, ids } = await inShop(shopId, (db) => readBaskets(db, now));
  const recipes = { small: { ...EASE_RECIPE, popularity: 0.1 }, large: EASE_RECIPE };
  const model = buildAffinityModel(baskets, { engine: ENGINE, ease: EASE }, recipes);
  const repeatDays = new Float32Array(ids.length).fill(Number.NaN);
  const popular = popularOrders(model.parts, recipes);
  await inShop(shopId, (db) => writeAffinity(db, 7, { model, popular, buildMs: 1, ids, repeatDays, readAt: now, builtAt: now }));
  const rank = affinityRanker(model);
  let negative = 0;
  for (const cart of cartsOf(40)) {
    const affinity = await ask(7, cart);
    const expected = rank(cart, 90).map(({ product, score }) => ({ productId: String(ids[product]), score }));
    expect(affinity.candidates(90, anything).map(({ productId, score }) => ({ productId, score }))).toEqual(expected);
    for (const { productId, score } of expected) {
      expect(affinity.score(productId)).toBe(score);
      if (score < 0) negative++;
    }
  }
  expect(negative).toBeGreaterThan(0);
});

test("candidates are never of the cart nor refused, and tell what the cart speaks for from what is popular", async () => {
  await sell([
    ...Array.from({ length: 30 }, () => ({ products: [1, 2], daysAgo: 3 })),
    ...Array.from({ length: 50 }, () => ({ products: [3], daysAgo: 3 })),
  ]);
  const { version } = await rebuildAffinity(shopId, now);
  const affinity = await ask(version, [1]);
  expect(affinity.candidates(5, anything).map(({ productId, source }) => [productId, source])).toEqual([
    [productId(2), "bought_together"],
    [productId(3), "popular"],
  ]);
  expect(affinity.candidates(5, (id) => id !== productId(2)).map((candidate) => candidate.productId)).toEqual([productId(3)]);
  expect(affinity.oftenTogether(productId(2))).toBe(true);
  expect(affinity.oftenTogether(productId(3))).toBe(false);
  expect(affinity.baseProbability(productId(2))).toBeGreaterThan(0.5);
  expect(affinity.baseProbability(productId(3))).toBeLessThan(0.5);
  const empty = await ask(version, []);
  expect(empty.candidates(2, anything).map(({ productId, source }) => [productId, source])).toEqual([
    [productId(3), "popular"],
    [productId(1), "popular"],
  ]);
  // a product nobody ever bought: nothing is known, but it is not impossible
  expect(affinity.score("404")).toBe(0);
  expect(affinity.baseProbability("404")).toBeGreaterThan(0);
  expect(affinity.baseProbability("404")).toBeLessThan(0.001);
  expect((await ask(version, [404])).candidates(1, anything)).toEqual(empty.candidates(1, anything));
});

test("a place found in one version is found anew in the next, in which products have other numbers", async () => {
  await sell([...Array.from({ length: 30 }, () => ({ products: [5, 6], daysAgo: 3 })), { products: [1, 2], daysAgo: 3 }]);
  const first = await ask((await rebuildAffinity(shopId, now)).version, [5]);
  const place = { version: 0, product: -1 };
  expect(first.baseProbability(productId(6), place)).toBe(first.baseProbability(productId(6)));
  const before = { ...place };
  await inShop(shopId, (db) => db.run("update orders set cancelled_at = now() where shop_id = $1 and id = 31", [shopId]));
  const next = await ask((await rebuildAffinity(shopId, now)).version, [5]);
  for (let time = 0; time < 2; time++) expect(next.baseProbability(productId(6), place)).toBe(next.baseProbability(productId(6)));
  expect(place.version).toBe(before.version + 1);
  expect(place.product).toBe(before.product - 2);
});

test("a shop without orders, with one, and with a few has an affinity that harms nobody", async () => {
  const nothing = await ask(0, [1]);
  expect(nothing.candidates(5, anything)).toEqual([]);
  expect(nothing.baseProbability(productId(1))).toBe(0.001);
  expect(nothing.oftenTogether(productId(1))).toBe(false);
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ version: 1, orders: 0, products: 0, outcome: "served" });
  expect((await ask(1, [1])).candidates(5, anything)).toEqual([]);
  expect((await ask(1, [1])).baseProbability(productId(1))).toBe(0.001);
  await sell([{ products: [1, 2], daysAgo: 1 }]);
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ version: 2, orders: 1, products: 2 });
  const one = await ask(2, [1]);
  expect(one.candidates(5, anything)).toMatchObject([{ productId: productId(2), source: "bought_together" }]);
  expect(one.oftenTogether(productId(2))).toBe(false);
});

test("orders that do not count and lines without a product teach nothing", async () => {
  await sell([
    { products: [1, 2], daysAgo: 1 },
    { products: [1, 3], daysAgo: 1 },
    { products: [1, 4], daysAgo: 1 },
    { products: [1, 5], daysAgo: 1 },
  ]);
  await inShop(shopId, async (db) => {
    await db.run("update orders set test = true where shop_id = $1 and id = 2", [shopId]);
    await db.run("update orders set cancelled_at = now() where shop_id = $1 and id = 3", [shopId]);
    await db.run("update order_lines set current_quantity = 0 where shop_id = $1 and order_id = 4 and product_id = $2", [
      shopId,
      productId(5),
    ]);
  });
  const { version, orders, products } = await rebuildAffinity(shopId, now);
  expect({ orders, products }).toEqual({ orders: 2, products: 2 });
  expect((await ask(version, [1])).candidates(9, anything).map((candidate) => candidate.productId)).toEqual([productId(2)]);
});

test("what twenty customers came back for is known to run out after the median of their days", async () => {
  const twice = (product: number, customers: number, gap: number) =>
    Array.from({ length: customers }, (_, at) => [
      { products: [product], daysAgo: 100, customer: product * 100 + at },
      { products: [product], daysAgo: 100, customer: product * 100 + at },
      { products: [product], daysAgo: 100 - gap - (at % 3), customer: product * 100 + at },
    ]).flat();
  await sell([...twice(1, 21, 30), ...twice(2, 19, 30), ...Array.from({ length: 60 }, () => ({ products: [3], daysAgo: 5 }))]);
  const { version } = await rebuildAffinity(shopId, now);
  const affinity = await ask(version, [3]);
  expect(affinity.repeatDays(productId(1))).toBe(31);
  expect(affinity.repeatDays(productId(2))).toBeNull();
  expect(affinity.repeatDays(productId(3))).toBeNull();
  const kept = await inShop(shopId, (db) =>
    db.rows("select product_id, repeat_days, orders, popularity from co_purchases where shop_id = $1 order by product_id", [shopId]),
  );
  expect(kept).toMatchObject([
    { product_id: productId(1), repeat_days: 31, orders: 63 },
    { product_id: productId(2), repeat_days: null, orders: 57 },
    { product_id: productId(3), repeat_days: null, orders: 60 },
  ]);
});

test("rows asked for before are not read again, and all that are missing are read by one query for all who wait", async () => {
  await sell(madeOrders(300, 8));
  const { version } = await rebuildAffinity(shopId, now);
  const queries = async (...carts: readonly (readonly number[])[]) => {
    const query = vi.spyOn(pg.Client.prototype, "query");
    try {
      const served = await Promise.all(carts.map((products) => cartAffinity(shopReader(shopId), version, products.map(productId))));
      const asked = (query.mock.calls as unknown as [{ text?: string }][]).filter(([{ text }]) => text?.includes("from affinity_models"));
      return { queries: asked.length, best: served.map((affinity) => affinity.candidates(3, anything)) };
    } finally {
      query.mockRestore();
    }
  };
  const first = await queries([1, 9, 17]);
  expect(first.queries).toBe(2); // the model and the rows
  expect(await queries([17, 1, 9])).toMatchObject({ queries: 0 });
  expect(await queries([1, 9, 17])).toEqual({ ...first, queries: 0 });
  expect(await queries([1, 25, 33])).toMatchObject({ queries: 1 });
  // what several carts ask in the same moment goes together
  expect(await queries([2, 10], [10, 18], [26])).toMatchObject({ queries: 1 });
  expect(await queries([])).toMatchObject({ queries: 0 });
});

test("a decision that knows only a version that is gone is given the present one whole", async () => {
  await sell(Array.from({ length: 10 }, () => ({ products: [1, 2], daysAgo: 3 })));
  const first = await rebuildAffinity(shopId, now);
  // the process now keeps the first version's model, but not its rows
  await ask(first.version, []);
  await inShop(shopId, (db) =>
    db.run("update order_lines set product_id = $2 where shop_id = $1 and product_id = $3", [shopId, productId(5), productId(2)]),
  );
  const second = await rebuildAffinity(shopId, now);
  expect(second.version).toBe(first.version + 1);
  expect((await ask(first.version, [1])).candidates(1, anything)).toMatchObject([{ productId: productId(5) }]);
  const left = await inShop(shopId, (db) => db.rows("select distinct version from co_purchases where shop_id = $1", [shopId]));
  expect(left).toEqual([{ version: second.version }]);
});

const servedNow = () =>
  inShop(shopId, (db) =>
    db.row<{ version: number; models: number; rows: number; recipes: Recipes; settings: AffinitySettings; validated: boolean }>(
      `select s.affinity_version as version, (select count(*)::int from affinity_models where shop_id = $1) as models,
         (select count(*)::int from co_purchases where shop_id = $1) as rows, m.recipes, m.settings, m.validation->>'small' is not null as validated
       from shops s left join affinity_models m on m.shop_id = s.id and m.version = s.affinity_version where s.id = $1`,
      [shopId],
    ),
  );

/** Calls back in the moment in which a version is served, before the rebuild goes on. */
function whenServed(wanted: number, then: () => void) {
  const info = log.info.bind(log) as (about: object, text: string) => void;
  return vi.spyOn(log, "info").mockImplementation((about: unknown, text: unknown) => {
    info(about as object, String(text));
    if ((about as { version?: number }).version === wanted) then();
  });
}

test("a shop that is served nothing yet is served the proven recipe at once, and the chosen one when it is chosen", async () => {
  await sell(madeOrders(2500));
  let first: ReturnType<typeof servedNow> | undefined;
  const spy = whenServed(1, () => {
    first = servedNow();
  });
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ version: 2, outcome: "served" });
  spy.mockRestore();
  expect(await first).toMatchObject({
    ...{ version: 1, models: 1, rows: 80, validated: false },
    recipes: { small: ENGINE_RECIPE, large: ENGINE_RECIPE },
    settings: { engine: ENGINE, ease: null },
  });
  expect(await servedNow()).toMatchObject({ version: 2, models: 1, rows: 80, validated: true });
  // from then on the chosen one alone
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ version: 3, outcome: "served" });
});

test("a rebuild that ends between the two leaves the first, and the next one chooses", async () => {
  await sell(madeOrders(2500));
  const stopped = new AbortController();
  const spy = whenServed(1, () => stopped.abort(new Error("The machine goes down.")));
  await expect(rebuildAffinity(shopId, now, stopped.signal)).rejects.toThrow("The machine goes down.");
  spy.mockRestore();
  expect(await servedNow()).toMatchObject({ version: 1, models: 1, rows: 80, validated: false });
  expect((await ask(1, [9])).candidates(5, anything)).toHaveLength(5);
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ version: 2, outcome: "served" });
  expect(await servedNow()).toMatchObject({ models: 1, validated: true });
});

test("of rebuilds of a new shop side by side each ends with the chosen recipe, whoever was first", async () => {
  await sell(madeOrders(2500));
  const reports = await Promise.all(Array.from({ length: 3 }, () => rebuildAffinity(shopId, now)));
  const versions = reports.map(({ version }) => version);
  expect(await servedNow()).toMatchObject({ version: Math.max(...versions), models: 1, validated: true });
});

test("of rebuilds side by side the orders read last stay, and one that was overtaken changes nothing", async () => {
  await sell(madeOrders(300, 4));
  const reports = await Promise.all(Array.from({ length: 4 }, () => rebuildAffinity(shopId, now)));
  const served = reports.filter(({ outcome }) => outcome === "served").map(({ version }) => version);
  expect(served.length).toBeGreaterThan(0);
  expect(new Set(served).size).toBe(served.length);
  const state = () =>
    inShop(shopId, (db) =>
      db.row<{ version: number; models: number; versions: number }>(
        `select affinity_version as version, (select count(*)::int from affinity_models where shop_id = $1) as models,
           (select count(distinct version)::int from co_purchases where shop_id = $1) as versions from shops where id = $1`,
        [shopId],
      ),
    );
  expect(await state()).toEqual({ version: Math.max(...served), models: 1, versions: 1 });
  // as if another had read its orders later and was done sooner
  await inShop(shopId, (db) => db.run("update affinity_models set read_at = now() + interval '1 hour' where shop_id = $1", [shopId]));
  const before = await state();
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ outcome: "overtaken", version: before?.version });
  expect(await state()).toEqual(before);
});

test("a shop sees nothing of another shop's affinity, whatever version it names", async () => {
  await sell(madeOrders(50, 2));
  const { version } = await rebuildAffinity(shopId, now);
  const other = await insertShop();
  const seen = await inShop(other, (db: Db) => cartAffinity(db, version, [productId(1)]));
  expect(seen.candidates(5, anything)).toEqual([]);
  await expect(rebuildAffinity(999_999, now)).rejects.toThrow("There is no shop 999999");
});
