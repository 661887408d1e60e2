import { inShop } from "../database/pool.server.ts";
import { insertSummaries } from "./customer-summary.sql.ts";
import { countRepeatOrders } from "./fit/repeat-orders.server.ts";
import { refreshAllOrderValues } from "./order-values.server.ts";
import { lockValues } from "./update-values.server.ts";

/** From so many new rows on PostgreSQL is asked to look at the tables, before it plans with what it knew. */
const MANY = 1_000;

/** Makes every order's and every customer's value anew from the facts. */
export async function rebuildValues(shopId: number): Promise<void> {
  const written = await inShop(shopId, async (db) => {
    await lockValues(db);
    const orders = await refreshAllOrderValues(db);
    await db.run("delete from customer_values where shop_id = $1", [shopId]);
    await db.run(insertSummaries(""), [shopId]);
    await countRepeatOrders(db);
    return orders;
  });
  if (written >= MANY) await inShop(shopId, (db) => db.row("select analyze_values()"));
}
