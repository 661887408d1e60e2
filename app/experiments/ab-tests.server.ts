import { randomUUID } from "node:crypto";
import { type Db, inShop } from "../database/pool.server.ts";
import { offerStanding } from "../funnel/offers/offer-standing.ts";
import { offerById } from "../funnel/offers/offers.server.ts";
import { type AbTestDraft, type AbTestOutcome, armsOf, checkAbTest, equalShares, judgeAbTest } from "./ab-test-draft.ts";
import type { Experiment } from "./experiment.ts";
import { experimentById } from "./experiment-rows.server.ts";
import { readPower } from "./power-plan.server.ts";
import { planFor } from "./power-report.ts";

const DAY_MS = 86_400_000;
const LIFT = 0.1;
const SHORTEST_DAYS = 14;
const LONGEST_DAYS = 180;

/** Keeps a new A/B test of an offer as a draft. Nobody is assigned before it is started. */
export async function createAbTest(shopId: number, input: unknown): Promise<AbTestOutcome> {
  const { draft, errors: inItself } = judgeAbTest(input);
  if (!draft) return { kind: "invalid", errors: inItself };
  return inShop(shopId, async (db): Promise<AbTestOutcome> => {
    const offer = await offerById(db, draft.offerId);
    if (!offer) return { kind: "refused", reason: "offer_gone" };
    const errors = { ...checkAbTest(draft, offer, inItself), ...inItself };
    if (Object.keys(errors).length > 0) return { kind: "invalid", errors };
    const row = await db.row<{ id: number }>(
      `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans) values ($1, 'ab_test', $2, $3, 'draft', $4, $5, '[]') returning id`,
      [shopId, offer.id, draft.name, randomUUID(), JSON.stringify(armsOf(draft))],
    );
    return { kind: "created", id: (row as { id: number }).id };
  });
}

/** Starts a drafted test of a live offer; one at a time an offer. The offer may have changed since the draft, so it is checked again. */
export function startAbTest(shopId: number, id: number, now = new Date()): Promise<AbTestOutcome> {
  return change(shopId, id, async (db, test) => {
    if (test.status !== "draft") return { kind: "refused", reason: "not_draft" };
    const offer = test.offerId === null ? null : await offerById(db, test.offerId, "lock");
    if (!offer) return { kind: "refused", reason: "offer_gone" };
    if (offerStanding(offer, now) !== "live") return { kind: "refused", reason: "offer_not_live" };
    const running = await db.row(
      "select 1 from experiments where shop_id = $1 and offer_id = $2 and kind = 'ab_test' and status in ('running', 'paused') limit 1",
      [shopId, offer.id],
    );
    if (running) return { kind: "refused", reason: "test_running" };
    const errors = checkAbTest(draftOf(test, offer.id), offer);
    if (Object.keys(errors).length > 0) return { kind: "invalid", errors };
    const plan = planFor(await readPower(db, offer.id, now), { lift: LIFT, arms: test.arms.length });
    const days = plan?.days == null ? null : Math.max(SHORTEST_DAYS, Math.ceil(plan.days));
    const plannedEnd = days === null || days > LONGEST_DAYS ? null : new Date(now.getTime() + days * DAY_MS);
    await db.run(
      `update experiments set status = 'running', started_at = $3, plans = $4, planned_units = $5, planned_end = $6, lift_bp = $7, updated_at = now()
       where shop_id = $1 and id = $2`,
      [
        shopId,
        id,
        now,
        JSON.stringify([{ from: now.toISOString(), weights: equalShares(test.arms.length) }]),
        plan && Math.min(2_000_000_000, plan.units),
        plannedEnd,
        LIFT * 10_000,
      ],
    );
    return { kind: "done" };
  });
}

/** Ends a test: from now on everyone sees the offer as it is. Its orders count for another 30 days. */
export function stopAbTest(shopId: number, id: number, now = new Date()): Promise<AbTestOutcome> {
  return change(shopId, id, async (db, test) => {
    if (test.status !== "running" && test.status !== "paused") return { kind: "refused", reason: "not_running" };
    await db.run("update experiments set status = 'done', ended_at = $3, updated_at = now() where shop_id = $1 and id = $2", [
      shopId,
      id,
      now,
    ]);
    return { kind: "done" };
  });
}

/** Takes an experiment that is over, or was never started, out of the list. */
export function archiveExperiment(shopId: number, id: number): Promise<AbTestOutcome> {
  return inShop(shopId, async (db): Promise<AbTestOutcome> => {
    const test = await experimentById(db, id, "lock");
    if (!test) return { kind: "refused", reason: "not_found" };
    if (test.status === "running" || test.status === "paused") return { kind: "refused", reason: "still_running" };
    await db.run("update experiments set status = 'archived', updated_at = now() where shop_id = $1 and id = $2", [shopId, id]);
    return { kind: "done" };
  });
}

/** Puts an archived experiment back where it was: among the ended, or the drafts. */
export function restoreExperiment(shopId: number, id: number): Promise<AbTestOutcome> {
  return inShop(shopId, async (db): Promise<AbTestOutcome> => {
    const restored = await db.run(
      `update experiments set status = case when started_at is null then 'draft' else 'done' end, updated_at = now()
       where shop_id = $1 and id = $2 and status = 'archived'`,
      [shopId, id],
    );
    return restored > 0 ? { kind: "restored" } : { kind: "refused", reason: "not_archived" };
  });
}

function change(shopId: number, id: number, work: (db: Db, test: Experiment) => Promise<AbTestOutcome>): Promise<AbTestOutcome> {
  return inShop(shopId, async (db) => {
    const test = await experimentById(db, id, "lock");
    if (!test) return { kind: "refused", reason: "not_found" };
    if (test.kind !== "ab_test") return { kind: "refused", reason: "no_ab_test" };
    return work(db, test);
  });
}

function draftOf(test: Experiment, offerId: number): AbTestDraft {
  return {
    name: test.name,
    offerId,
    variants: test.arms.slice(1).map(({ name, change: own }) => ({
      name,
      change: { headline: own?.headline ?? null, body: own?.body ?? null, discountBp: own?.discountBp ?? null },
    })),
  };
}
