import { type Db, inShop } from "../../database/pool.server.ts";
import { decayedCells, restateArmDays } from "./arm-days.server.ts";
import { compileModel, type DecayedCell } from "./compile-model.ts";
import { type OutcomeTotals, type PolicyModel, UNTRAINED_MODEL } from "./policy-model.ts";
import { shopMeasures } from "./shop-measures.server.ts";

export interface PolicyReport {
  readonly outcome: "compiled" | "unchanged";
  /** the version that is served now */
  readonly version: number;
  readonly outcomes: number;
}

const KEPT_VERSIONS = 50;

/**
 * Learns from what became of decisions: restates the outcomes of the last days, makes them into a snapshot under a new version and
 * serves it. Returns and interruptions are measured anew by the first one of a UTC day. Nothing new when no outcome and no measure is.
 */
export function compilePolicy(shopId: number, now: Date): Promise<PolicyReport> {
  return inShop(shopId, async (db) => {
    await db.run("select pg_advisory_xact_lock($1, 7303)", [shopId]);
    await restateArmDays(db, now);
    const totals = await totalsOf(db);
    const last = await lastModel(db);
    const outcomes = totals.trials + totals.ghosts;
    const before = last.model.measures ?? null;
    const measured = before?.day === now.toISOString().slice(0, 10) ? null : await shopMeasures(db, now);
    if (!measured && sameTotals(totals, last.model.totals)) return { outcome: "unchanged", version: last.version, outcomes };
    const cells = await decayedCells(db, now);
    const types = await productTypes(db, cells);
    const model = compileModel({ cells, types, totals, measures: measured ?? before, last: last.model });
    const row = await db.row<{ version: number }>(
      `insert into policy_snapshots (shop_id, version, created_at, outcomes, model)
       select $1, coalesce(max(version), 0) + 1, $2, $3, $4 from policy_snapshots where shop_id = $1 returning version`,
      [shopId, now, outcomes, JSON.stringify(model)],
    );
    const version = row?.version ?? 0;
    await db.run("update shops set policy_version = $2 where id = $1", [shopId, version]);
    await db.run("delete from policy_snapshots where shop_id = $1 and version <= $2", [shopId, version - KEPT_VERSIONS]);
    return { outcome: "compiled", version, outcomes };
  });
}

async function totalsOf(db: Db): Promise<OutcomeTotals> {
  return (await db.row<OutcomeTotals>(
    `select coalesce(sum(trials), 0)::float8 as trials, coalesce(sum(accepts), 0)::float8 as accepts, coalesce(sum(ghosts), 0)::float8 as ghosts,
       coalesce(sum(ghost_buys), 0)::float8 as "ghostBuys" from arm_days where shop_id = $1`,
    [db.shopId],
  )) as OutcomeTotals;
}

async function lastModel(db: Db): Promise<{ version: number; model: PolicyModel }> {
  const row = await db.row<{ version: number; model: PolicyModel }>(
    "select p.version, p.model from shops s join policy_snapshots p on p.shop_id = s.id and p.version = s.policy_version where s.id = $1",
    [db.shopId],
  );
  return row ?? { version: 0, model: UNTRAINED_MODEL };
}

function sameTotals(a: OutcomeTotals, b: OutcomeTotals): boolean {
  return a.trials === b.trials && a.accepts === b.accepts && a.ghosts === b.ghosts && a.ghostBuys === b.ghostBuys;
}

async function productTypes(db: Db, cells: readonly DecayedCell[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ id: string; type: string }>(
    "select id, product_type as type from products where shop_id = $1 and id = any($2::bigint[])",
    [db.shopId, [...new Set(cells.map((cell) => cell.productId))]],
  );
  return new Map(rows.map(({ id, type }) => [id, type]));
}
