import type { Db } from "../database/pool.server.ts";
import { EXPERIMENT_COLUMNS, type Experiment, type ExperimentRow, experimentFromRow } from "./experiment.ts";

/** Of experiment `e`, whether an offer that it measures is live and within its dates. */
export const LIVE = `exists (
  select from offers m where m.shop_id = e.shop_id and m.status = 'live' and (e.offer_id is null or m.id = e.offer_id)
    and (m.starts_at is null or m.starts_at <= now()) and (m.ends_at is null or m.ends_at > now()))`;

/** Null when the shop has no such experiment. `lock` holds it against other writers until the transaction ends. */
export async function experimentById(db: Db, id: number, lock: "lock" | "read" = "read"): Promise<Experiment | null> {
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647) return null;
  const row = await db.row<ExperimentRow>(
    `select ${EXPERIMENT_COLUMNS} from experiments e where e.shop_id = $1 and e.id = $2 ${lock === "lock" ? "for update" : ""}`,
    [db.shopId, id],
  );
  return row && experimentFromRow(row);
}

/** The share the shop's settings hold out in such an experiment, basis points; null for an A/B test, which holds out nobody. */
export async function holdoutBpOf(db: Db, kind: Experiment["kind"]): Promise<number | null> {
  if (kind === "ab_test") return null;
  const row = await db.row<{ global: number; offer: number }>(
    "select global_holdout_bp as global, offer_holdout_bp as offer from shops where id = $1",
    [db.shopId],
  );
  return row && (kind === "global_holdout" ? row.global : row.offer);
}

/** From now on these shares of the arms; who was assigned before stays where they are. */
export async function appendPlan(db: Db, id: number, plan: { readonly from: Date; readonly weights: readonly number[] }): Promise<void> {
  await db.run("update experiments set plans = plans || $3::jsonb, updated_at = now() where shop_id = $1 and id = $2", [
    db.shopId,
    id,
    JSON.stringify([{ from: plan.from.toISOString(), weights: plan.weights }]),
  ]);
}
