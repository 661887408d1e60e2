import { inShop } from "../database/pool.server.ts";
import { applyOrders, type Recompute, UnreadableRecord } from "./apply-orders.server.ts";
import { applyProducts } from "./apply-products.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { fetchOrders, ORDERS_AT_ONCE } from "./fetch-orders.server.ts";
import { fetchProducts, PRODUCTS_AT_ONCE } from "./fetch-products.server.ts";

/** Brings these orders to the state Shopify shows now. One that cannot be read is set aside and holds up no other. Gives those it deleted. */
export async function readOrdersAgain(shop: SyncShop, ids: readonly string[], recompute: Recompute): Promise<{ deleted: string[] }> {
  const deleted: string[] = [];
  await eachReadable(shop.shopId, { kind: "Order", ids, atOnce: ORDERS_AT_ONCE }, async (some) => {
    deleted.push(...(await applyOrders(shop, await fetchOrders(shop.ask, some), recompute)).deleted);
  });
  return { deleted };
}

/** As readOrdersAgain, for products. */
export async function readProductsAgain(shop: SyncShop, ids: readonly string[], recompute: Recompute): Promise<void> {
  await eachReadable(shop.shopId, { kind: "Product", ids, atOnce: PRODUCTS_AT_ONCE }, async (some) =>
    applyProducts(shop, await fetchProducts(shop.ask, some), recompute),
  );
}

interface Records {
  readonly kind: "Order" | "Product";
  readonly ids: readonly string[];
  readonly atOnce: number;
}

async function eachReadable(
  shopId: number,
  { kind, ids, atOnce }: Records,
  take: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    try {
      await take(some);
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      for (const id of some) {
        await take([id]).catch(async (reason: Error) => {
          if (!(reason instanceof UnreadableRecord)) throw reason;
          await setAsideOnce(shopId, kind, id, reason);
        });
      }
    }
  }
}

/** It is met again by every comparison, and told once. */
async function setAsideOnce(shopId: number, kind: Records["kind"], id: string, { message }: Error): Promise<void> {
  const resource = kind === "Order" ? "orders" : "products";
  await inShop(shopId, (db) =>
    db.run(
      `insert into set_aside (shop_id, source, resource, reason, record)
       select $1, 'comparison', $2, $3, jsonb_build_object('id', $4::text)
       where not exists (select from set_aside where shop_id = $1 and source = 'comparison' and reason = $3 and record->>'id' = $4::text)`,
      [shopId, resource, message, `gid://shopify/${kind}/${id}`],
    ),
  );
}
