import { type Db, inShop } from "../database/pool.server.ts";
import { pauseWithin } from "../funnel/offers/offer-status.server.ts";
import { offerById } from "../funnel/offers/offers.server.ts";
import { endOrphans } from "../funnel/publish/holdouts.server.ts";
import { log } from "../log.server.ts";
import { AFTER_END_DAYS, type Experiment, LONG_RUN_DAYS, type PlannedReading } from "./experiment.ts";
import { experimentById } from "./experiment-rows.server.ts";
import type { Look } from "./look.ts";
import { fallBack } from "./proof.server.ts";
import { computeLook } from "./read-look.server.ts";

export type LookAction = "paused_offer" | "stopped_test" | "ended_proof";

/**
 * Job `experiments.look`: reads every experiment whose figures still change, keeps what it says today, and acts on it. Once its verdict stands,
 * once a day is enough for what comes in the long run. What measures an offer that is no more ends.
 */
export async function lookAtExperiments(shopId: number, now = new Date()): Promise<{ id: number; action: LookAction | null }[]> {
  await inShop(shopId, (db) => endOrphans(db, now));
  const due = await inShop(shopId, (db) =>
    db.rows<{ id: number }>(
      `select id from experiments e where shop_id = $1 and started_at <= $2 and status in ('running', 'paused', 'done')
         and (ended_at is null or ended_at > $2::timestamptz - interval '${AFTER_END_DAYS + 1} days'
           or ended_at > $2::timestamptz - interval '${LONG_RUN_DAYS + 1} days' and not exists (
             select from experiment_looks l where l.shop_id = $1 and l.experiment_id = e.id and l.computed_at > $2::timestamptz - interval '1 day'))
       order by id`,
      [shopId, now],
    ),
  );
  const done: { id: number; action: LookAction | null }[] = [];
  for (const { id } of due) done.push({ id, action: await inShop(shopId, (db) => lookAt(db, id, now)) });
  return done;
}

async function lookAt(db: Db, id: number, now: Date): Promise<LookAction | null> {
  const experiment = await experimentById(db, id);
  if (!experiment) return null;
  const look = await computeLook(db, experiment, now);
  await db.run(
    `insert into experiment_looks (shop_id, experiment_id, day, computed_at, result)
     select $1, $2, ($3::timestamptz at time zone timezone)::date, $3, $4 from shops where id = $1
     on conflict (shop_id, experiment_id, day) do update set computed_at = excluded.computed_at, result = excluded.result`,
    [db.shopId, id, now, JSON.stringify(look)],
  );
  const current = await experimentById(db, id, "lock");
  if (current?.plannedReading === null && look.atPlannedEnd) await keepPlannedReading(db, id, { look, now });
  if (current?.status !== "running") return null;
  const broken = brokenGuardrail(look, current.pausedReason);
  if (broken) return stopHarm(db, current, { reason: `guardrail_${broken}`, now });
  if (!current.proof || !proofIsOver(current, look, now)) return null;
  await fallBack(db, current, now);
  return "ended_proof";
}

/** What the first look at the planned end says is the one such reading there is, also where it says nothing. */
async function keepPlannedReading(db: Db, id: number, { look, now }: { look: Look; now: Date }): Promise<void> {
  const reading: PlannedReading = {
    at: now.toISOString(),
    effects: look.effects.flatMap(({ arm, fixed }) => (fixed ? [{ arm, ...fixed }] : [])),
  };
  await db.run("update experiments set planned_reading = $3 where shop_id = $1 and id = $2", [db.shopId, id, JSON.stringify(reading)]);
}

/**
 * The first guardrail that any arm has broken, but for the one that was acted on. Where the groups are not as planned, nothing that is
 * counted in them is believed.
 */
function brokenGuardrail(look: Look, actedOn: string | null): string | null {
  if (look.sampleRatio.mismatch) return null;
  const guardrails = look.effects.flatMap((effect) => effect.guardrails);
  return guardrails.find(({ metric, state }) => state === "broken" && `guardrail_${metric}` !== actedOn)?.metric ?? null;
}

/**
 * An offer that does harm is paused; an A/B test whose variant does is stopped, and the offer goes on as it was; the global holdout names no
 * offer, and only tells. Publishing the offer again begins its holdout anew, and with it the watch over it.
 */
async function stopHarm(
  db: Db,
  { id, kind, offerId }: Experiment,
  { reason, now }: { reason: string; now: Date },
): Promise<LookAction | null> {
  if (kind === "global_holdout" || offerId === null) return null;
  if (kind === "ab_test") {
    await db.run(
      "update experiments set status = 'done', paused_reason = $3, ended_at = $4, updated_at = now() where shop_id = $1 and id = $2",
      [db.shopId, id, reason, now],
    );
    log.warn({ shopId: db.shopId, experiment: id, reason }, "a variant of an A/B test did harm and the test was stopped");
    return "stopped_test";
  }
  const offer = await offerById(db, offerId);
  if (offer?.status !== "live") return null;
  await pauseWithin(db, offerId, "paused", reason);
  await db.run("update experiments set paused_reason = $3, updated_at = now() where shop_id = $1 and id = $2", [db.shopId, id, reason]);
  log.warn({ shopId: db.shopId, experiment: id, offer: offerId, reason }, "an offer did harm and was paused");
  return "paused_offer";
}

function proofIsOver({ plannedEnd, plannedUnits }: Experiment, look: Look, now: Date): boolean {
  if (plannedEnd !== null && Date.parse(plannedEnd) <= now.getTime()) return true;
  const said = look.effects[0]?.verdict.kind;
  return plannedUnits !== null && look.units >= plannedUnits && (said === "earns" || said === "loses" || said === "undecided");
}
