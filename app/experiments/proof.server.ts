import { type Db, inShop } from "../database/pool.server.ts";
import { offerById } from "../funnel/offers/offers.server.ts";
import type { Experiment, ProofOutcome } from "./experiment.ts";
import { appendPlan, experimentById, holdoutBpOf } from "./experiment-rows.server.ts";
import { lastingShare } from "./lasting-share.ts";
import { readPower } from "./power-plan.server.ts";
import { planFor } from "./power-report.ts";
import { proofDays } from "./proof-plan.ts";

const DAY_MS = 86_400_000;
const PROOF_LIFTS_BP = [500, 1000, 2000] as const;

/**
 * Proof mode of a holdout: half of the visitors who come from now on miss the offer, until enough of them have come to see `liftBp`, or four
 * weeks. Visitors who were assigned before stay where they are.
 */
export async function startProof(
  shopId: number,
  id: number,
  { liftBp, now = new Date() }: { liftBp: number; now?: Date },
): Promise<ProofOutcome> {
  if (!PROOF_LIFTS_BP.some((known) => known === liftBp)) return { kind: "refused", reason: "unknown_lift" };
  return inShop(shopId, async (db): Promise<ProofOutcome> => {
    const experiment = await experimentById(db, id, "lock");
    if (!experiment) return { kind: "refused", reason: "not_found" };
    if (experiment.kind === "ab_test") return { kind: "refused", reason: "no_holdout" };
    if (experiment.status !== "running") return { kind: "refused", reason: "not_running" };
    if (experiment.offerId !== null && !(await offerById(db, experiment.offerId))) return { kind: "refused", reason: "offer_gone" };
    if (experiment.proof) return { kind: "refused", reason: "already_proving" };
    const plan = planFor(await readPower(db, experiment.offerId, now), { lift: liftBp / 10_000 });
    const plannedEnd = new Date(now.getTime() + proofDays(plan) * DAY_MS);
    const plannedUnits = plan && Math.min(plan.units, 2_000_000_000);
    const share = lastingShare(experiment);
    await appendPlan(db, id, { from: now, weights: [0.5, 0.5] });
    await db.run(
      "update experiments set proof = true, lasting_bp = $3, lift_bp = $4, planned_units = $5, planned_end = $6, updated_at = now() where shop_id = $1 and id = $2",
      [shopId, id, share === null ? null : Math.round(share * 10_000), liftBp, plannedUnits, plannedEnd],
    );
    return { kind: "started", plannedUnits, plannedEnd: plannedEnd.toISOString() };
  });
}

export async function endProof(shopId: number, id: number, now = new Date()): Promise<ProofOutcome> {
  return inShop(shopId, async (db): Promise<ProofOutcome> => {
    const experiment = await experimentById(db, id, "lock");
    if (!experiment) return { kind: "refused", reason: "not_found" };
    if (!experiment.proof) return { kind: "refused", reason: "not_proving" };
    await fallBack(db, experiment, now);
    return { kind: "ended" };
  });
}

/** Back to the share before the proof; to that of the shop's settings where it began with the proof. */
export async function fallBack(db: Db, experiment: Experiment, now: Date): Promise<void> {
  const share = lastingShare(experiment) ?? ((await holdoutBpOf(db, experiment.kind)) ?? 0) / 10_000;
  await appendPlan(db, experiment.id, { from: now, weights: [share, 1 - share] });
  await db.run("update experiments set proof = false, lasting_bp = null, updated_at = now() where shop_id = $1 and id = $2", [
    db.shopId,
    experiment.id,
  ]);
}
