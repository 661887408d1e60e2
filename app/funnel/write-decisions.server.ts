import { type Db, inShop } from "../database/pool.server.ts";
import type { DecisionRow } from "./decision-row.ts";

const DECISIONS = `
  insert into decisions (shop_id, id, created_at, placement, visitor, customer_id, offer_id, variant_id, price, discounted_price, reason, candidates,
    tracked, ghost, withheld, policy_version, context, arm, depth_bp, propensity, experiments)
  select $1, id, created_at, placement, visitor, customer_id, offer_id, variant_id, price, discounted_price, reason, candidates,
    tracked, ghost, withheld, policy_version, context, arm, depth_bp, propensity, experiments
  from json_populate_recordset(null::decisions, $2::json) on conflict do nothing`;

/** In one order of keys, so that two processes never wait for each other. The first assignment wins. */
const EXPOSURES = `
  insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at, customer_id)
  select $1, experiment_id, visitor, arm, plan, decision_id, exposed_at, customer_id
  from json_populate_recordset(null::exposures, $2::json) order by experiment_id, visitor, exposed_at on conflict do nothing`;

/**
 * Keeps decisions with their exposures, all or none. The commit does not wait for the disk: a crash of the database may lose
 * the decisions of its last moment, whose offers then still hold in the cart and are only missing from the ledger.
 */
export function writeDecisions(shopId: number, rows: readonly DecisionRow[]): Promise<void> {
  return inShop(shopId, async (db) => {
    await db.run("set local synchronous_commit to off");
    await insert(
      db,
      { name: "decisions: keep", text: DECISIONS },
      rows.map((row) => row.decision),
    );
    const exposures = rows.flatMap((row) => row.exposures);
    if (exposures.length > 0) await insert(db, { name: "exposures: keep", text: EXPOSURES }, exposures);
  });
}

async function insert(db: Db, query: { name: string; text: string }, rows: readonly object[]): Promise<void> {
  await db.client.query({ ...query, values: [db.shopId, JSON.stringify(rows)] });
}
