import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop, shopReader } from "../../database/pool.server.ts";
import { rebuildAffinity } from "../learn/affinity.server.ts";
import { cartAffinity } from "./cart-affinity.server.ts";
import { dynamicProducts } from "./dynamic-products.server.ts";

ownDatabase();
let shopId: number;
const now = new Date("2026-03-15T12:00:00Z");

/** Mug 30 is in the cart; 20 and 21 go with it; 40 is a mug too, 41 of its collection; 42 and 43 are neither, 44 was never sold. */
beforeEach(async () => {
  shopId = await insertShop();
  for (const id of [shopId, await insertShop()]) {
    await inShop(id, async (db) => {
      await db.run(
        `insert into products (shop_id, id, title, handle, status, product_type, collection_ids, is_gift_card, updated_at)
         select $1, p, 'Product ' || p, 'product-' || p, case when p = 46 then 'DRAFT' else 'ACTIVE' end, case when p in (30, 40) then 'Mug' else 'Tea' end,
           case when p in (30, 41) then array[7]::bigint[] else array[]::bigint[] end, p = 45, now()
         from unnest(array[20, 21, 30, 40, 41, 42, 43, 44, 45, 46, 47]) p`,
        [id],
      );
      await db.run(
        `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
         select $1, p * 10 + 1, p, p, '', case p when 21 then 40000 when 43 then 20000 else 1000 end, p <> 47, now() from unnest(array[20, 21, 30, 40, 41, 42, 43, 44, 45, 46, 47]) p`,
        [id],
      );
    });
  }
});

/** So many orders of these products together. */
async function sold(count: number, ...products: number[]): Promise<void> {
  await inShop(shopId, async (db) => {
    const last = await db.row<{ id: number }>("select coalesce(max(id), 0)::int as id from orders where shop_id = $1", [shopId]);
    await db.run(
      `insert into orders (shop_id, id, name, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       select $1, $2 + n, '#', $3, $3, $3, false, 0, 0, 0, 0 from generate_series(1, $4) n`,
      [shopId, last?.id, new Date("2026-03-14T00:00:00Z"), count],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, title, quantity, current_quantity, unit_price, discount)
       select $1, $2::bigint + n, p, p, '', 1, 1, 1000, 0 from generate_series(1, $3) n cross join unnest($4::bigint[]) p`,
      [shopId, last?.id, count, products],
    );
  });
}

const mug = { productType: "Mug", collectionIds: ["7"] };

async function considered(version: number, refused: readonly string[] = []) {
  const db = shopReader(shopId);
  const affinity = await cartAffinity(db, version, ["30"]);
  return dynamicProducts(db, affinity, { beside: [mug], refused: new Set(["30", ...refused]), now: now.getTime() });
}

const sourcesOf = (brought: Awaited<ReturnType<typeof considered>>) => brought.map(({ productId, source }) => [productId, source]);

test("first comes what goes with the cart, then what is related to it, then what is popular, each the worthier the dearer", async () => {
  await sold(30, 30, 20);
  await sold(20, 30, 21);
  await sold(10, 40);
  await sold(30, 41);
  await sold(60, 42);
  await sold(30, 43);
  const { version } = await rebuildAffinity(shopId, now);
  const brought = await considered(version);
  expect(sourcesOf(brought)).toEqual([
    // bought with it less often, and forty times as dear
    ["21", "bought_together"],
    ["20", "bought_together"],
    ["41", "related"],
    ["40", "related"],
    // half as often, twenty times as dear
    ["43", "popular"],
    ["42", "popular"],
    ["44", "popular"],
  ]);
  expect(brought.map(({ productId, product }) => product?.productId === productId)).not.toContain(false);
  expect((await considered(version, ["21", "41", "43"])).map(({ productId }) => productId)).toEqual(["20", "40", "42", "44"]);
});

test("a shop without orders has its related and newest products considered", async () => {
  expect(sourcesOf(await considered(0))).toEqual([
    ["40", "related"],
    ["41", "related"],
    ["21", "popular"],
    ["43", "popular"],
    ["20", "popular"],
    ["42", "popular"],
    ["44", "popular"],
  ]);
});

test("forty are considered at most, and they are read at once", async () => {
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into products (shop_id, id, title, handle, status, product_type, updated_at) select $1, p, '', 'p' || p, 'ACTIVE', 'Mug', now() from generate_series(100, 400) p`,
      [shopId],
    );
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       select $1, p * 10 + 1, p, p, '', 1000, true, now() from generate_series(100, 400) p`,
      [shopId],
    );
  });
  await sold(30, 30, 20);
  const { version } = await rebuildAffinity(shopId, now);
  const brought = await considered(version);
  expect(brought.filter(({ product }) => product !== null)).toHaveLength(40);
  expect(brought.filter(({ source }) => source === "related")).toHaveLength(39);
});

test("a product is the same object for as long as nothing of it changes, and another within 15 seconds of a change", async () => {
  await sold(30, 30, 20);
  const { version } = await rebuildAffinity(shopId, now);
  const at = async (seconds: number) => {
    const db = shopReader(shopId);
    const moment = now.getTime() + seconds * 1000;
    const found = await dynamicProducts(db, await cartAffinity(db, version, ["30"]), {
      beside: [mug],
      refused: new Set(["30"]),
      now: moment,
    });
    return found.find(({ productId }) => productId === "20")?.product;
  };
  const first = await at(0);
  expect(first?.variants).toMatchObject([{ price: 1000 }]);
  expect(await at(16)).toBe(first);
  await inShop(shopId, (db) => db.run("update variants set price = 1100 where shop_id = $1 and product_id = 20", [shopId]));
  expect(await at(20)).toBe(first);
  expect((await at(32))?.variants).toMatchObject([{ price: 1100 }]);
});
