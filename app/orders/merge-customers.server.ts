import type { Db } from "../database/pool.server.ts";
import { lockFacts } from "./facts-lock.server.ts";
import { leaveOutForgotten } from "./forgotten-customers.server.ts";

/** Takes the staged customers of `runId` into the facts; never an older state over a newer one. */
export async function mergeCustomers(db: Db, runId: string | number): Promise<void> {
  await lockFacts(db);
  await leaveOutForgotten(db, runId);
  await db.run(
    `insert into customers (shop_id, id, created_at, updated_at)
     select distinct on (s.id) $1::int, s.id, s.created_at, s.updated_at from staging.own_customers s where s.run_id = $2 order by s.id, s.updated_at desc
     on conflict (shop_id, id) do update set created_at = excluded.created_at, updated_at = excluded.updated_at
       where customers.updated_at <= excluded.updated_at`,
    [db.shopId, runId],
  );
}
