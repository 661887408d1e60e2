import type { Db } from "../database/pool.server.ts";
import { RANK_CUSTOMERS } from "./rfm.sql.ts";

/** Ranks the shop's customers among each other by recency, frequency and money: a night's work, as every one of them may move. */
export async function rankCustomers(db: Db): Promise<void> {
  await db.run("delete from customer_rfm where shop_id = $1", [db.shopId]);
  await db.run(RANK_CUSTOMERS, [db.shopId]);
}
