import { runInShop } from "../../database/pool.server.ts";
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

/** A crash of the database may lose what was committed in its last moment. */
const COMMIT_EARLY = "select set_config('synchronous_commit', 'off', true)";

/**
 * Keeps decisions with their exposures, all or none, in one round trip. The commit does not wait for the disk: after a crash of the database
 * the offers of decisions that are lost still hold in the cart and are only missing from the ledger.
 */
export async function writeDecisions(shopId: number, rows: readonly DecisionRow[]): Promise<void> {
  const exposures = rows.flatMap((row) => row.exposures);
  const insert = (name: string, text: string, rows: readonly string[]) => ({ name, text, values: [shopId, `[${rows.join()}]`] });
  await runInShop(shopId, [
    { name: "commit early", text: COMMIT_EARLY, values: [] },
    insert(
      "decisions: keep",
      DECISIONS,
      rows.map((row) => row.decision),
    ),
    ...(exposures.length > 0 ? [insert("exposures: keep", EXPOSURES, exposures)] : []),
  ]);
}
