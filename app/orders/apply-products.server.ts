import { type Db, inShop } from "../database/pool.server.ts";
import { type Recompute, UnreadableRecord } from "./apply-orders.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { enqueueAttribution } from "./enqueue-attribution.server.ts";
import type { FetchedProducts } from "./fetch-products.server.ts";
import { markProductsDeleted, mergeProducts } from "./merge-products.server.ts";
import { offerReader } from "./offer-reader.server.ts";
import { clearStaging, nextBatch, stage } from "./stage.server.ts";
import { StagedRows } from "./staged-rows.ts";

/** Takes products as Shopify shows them now into the facts, in one transaction. A cost that became known restates earlier sales. */
export async function applyProducts(
  shop: SyncShop,
  fetched: FetchedProducts,
  recompute: Recompute,
  also?: (db: Db) => Promise<void>,
): Promise<void> {
  await inShop(shop.shopId, async (db) => {
    const batch = await nextBatch(db);
    const rows = StagedRows.forCurrency(batch, shop.currency, offerReader(shop.domain));
    for (const { product, variants, collections } of fetched.products) rows.addProduct(product, variants, collections);
    const fault = rows.faults[0];
    if (fault) throw new UnreadableRecord(`${fault.id ?? "a record"}: ${fault.reason}`);
    await stage(db, rows);
    const { restamped } = await mergeProducts(db, batch, { bulk: false, at: new Date() });
    await clearStaging(db, batch, ["products", "variants", "collections"]);
    if (fetched.missing.length > 0) await markProductsDeleted(db, fetched.missing, new Date());
    if (restamped.length > 0) {
      await recompute(db, { orderIds: restamped });
      await enqueueAttribution(db, restamped);
    }
    await also?.(db);
  });
}
