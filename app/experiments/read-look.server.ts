import type { Db } from "../database/pool.server.ts";
import { latestModel } from "../value/fit/value-models.server.ts";
import { AFTER_END_DAYS, type Experiment, LONG_RUN_DAYS } from "./experiment.ts";
import type { Look } from "./look.ts";
import type { LookCell } from "./look-cell.ts";
import { LOOK_CELLS } from "./look-cells.sql.ts";
import { lookFrom } from "./look-from-cells.ts";

const DAY_MS = 86_400_000;

/** Reads an experiment as it stands: one pass over its visitors and their orders, in the database; only sums come back. */
export async function computeLook(db: Db, experiment: Experiment, now: Date): Promise<Look> {
  const perNet = (await latestModel(db))?.forecast.perNet.profit ?? 0;
  const cells = await db.rows<LookCell & { cap: number }>(LOOK_CELLS, [
    db.shopId,
    experiment.id,
    now,
    until(experiment, now, AFTER_END_DAYS),
    perNet,
    until(experiment, now, LONG_RUN_DAYS),
  ]);
  const bought = cells.some((cell) => cell.conversions > 0);
  return lookFrom(experiment, cells, { cap: bought ? (cells[0]?.cap ?? null) : null, now });
}

/** Now, or so many days after the end. */
function until({ endedAt }: Experiment, now: Date, days: number): Date {
  return endedAt === null ? now : new Date(Math.min(now.getTime(), Date.parse(endedAt) + days * DAY_MS));
}
