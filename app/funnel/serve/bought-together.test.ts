import { beforeEach, expect, test } from "vitest";
import { ask, insertAskedShop, live, now, order, other } from "../../../tests/asked-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { rebuildAffinity } from "../learn/affinity.server.ts";
import { flushDecisions } from "./decision-buffer.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertAskedShop();
});

/** 200 orders: a quarter of those with product 30 have 20 too, none has 21. */
async function history(): Promise<void> {
  for (let n = 0; n < 200; n++) await order(shopId, { id: 100 + n, products: n < 20 ? [30, 20] : n < 80 ? [30] : n < 90 ? [21] : [10] });
}

test("what is bought together decides among candidates, after a rebuild that serves whole tables only", async () => {
  const id = await live(shopId, { productIds: ["20", "21"], pinnedProductId: null });
  await history();
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ version: 1, orders: 200, products: 4 });
  const shown = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(shopId, { visitor: other(n) })));
  const count = (productId: string) => shown.filter((view) => view.kind === "offer" && view.product.id === productId).length;
  expect(count("20")).toBeGreaterThan(count("21"));
  const [kept] = await inShop(shopId, (db) =>
    db.rows<{ candidates: unknown }>("select candidates from decisions where offer_id = $1 and arm like '%:20:%' limit 1", [id]),
  );
  expect(kept?.candidates).toMatchObject([{ productId: "20", together: true }, { productId: "21" }]);
});

test("while new co-purchases are made ready the old ones serve on, and nobody waits for them longer than a moment", async () => {
  await live(shopId, { dynamic: true, productIds: [] });
  await history();
  await rebuildAffinity(shopId, now);
  const together = async () => {
    await inShop(shopId, (db) => db.run("delete from decisions"));
    await ask(shopId);
    await flushDecisions(shopId);
    const kept = await inShop(shopId, (db) =>
      db.row<{ candidates: { productId: string; source: string }[] }>("select candidates from decisions limit 1"),
    );
    return kept?.candidates.filter(({ source }) => source === "bought_together").map(({ productId }) => productId);
  };
  expect(await together()).toEqual(["20"]);
  await inShop(shopId, (db) =>
    db.run("update order_lines set product_id = case product_id when 20 then 21 else 20 end where product_id in (20, 21)"),
  );
  await rebuildAffinity(shopId, now);
  // of the version before, whose rows this process has read, or of the new one: never neither
  expect(["20", "21"]).toContain((await together())?.[0]);
  await expect.poll(together).toEqual(["21"]);
});

test("an offer that leaves the product to the engine offers what goes with the cart, and nothing in it", async () => {
  const id = await live(shopId, { dynamic: true, productIds: [] });
  const sources = async () =>
    (
      await inShop(shopId, (db) =>
        db.row<{ candidates: { productId: string; source: string }[] }>("select candidates from decisions limit 1"),
      )
    )?.candidates
      .map(({ productId, source }) => [productId, source])
      .sort();
  // no orders yet: what shares a collection with the product in view
  await ask(shopId);
  expect(await sources()).toEqual([
    ["10", "related"],
    ["20", "related"],
    ["21", "related"],
  ]);
  await inShop(shopId, (db) => db.run("delete from decisions"));
  await history();
  await rebuildAffinity(shopId, now);
  await ask(shopId);
  expect(await sources()).toContainEqual(["20", "bought_together"]);
  const shown = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(shopId, { visitor: other(n) })));
  const offered = shown.flatMap((view) => (view.kind === "offer" ? [view.product.id] : []));
  expect(offered).toContain("20");
  expect(offered).not.toContain("30");
  expect(shown.find((view) => view.kind === "offer")).toMatchObject({ offerId: id });
  await inShop(shopId, (db) => db.run("update products set status = 'DRAFT' where id = 20"));
  const later = new Date(now.getTime() + 16_000);
  const without = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(shopId, { visitor: other(n), now: later })));
  expect(without.some((view) => view.kind === "offer" && view.product.id === "20")).toBe(false);
});
