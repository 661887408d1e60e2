import { randomBytes } from "node:crypto";
import type { Db } from "../../database/pool.server.ts";
import type { ExperimentArm, RunningExperiment } from "../choose/running-experiment.ts";

const ARMS: readonly ExperimentArm[] = [
  { key: "control", name: "Nothing shown", change: null },
  { key: "treatment", name: "Offers shown", change: null },
];

/**
 * Sees to it, in the transaction that makes an offer live, that some visitors are held out: of every offer, and of this one. What
 * runs already stays as it is, with everyone assigned to it; a share of 0 begins nothing. A holdout whose guardrail paused the offer begins
 * anew: what was broken in it stays broken, so it could not tell harm from then on.
 */
export async function ensureHoldouts(db: Db, offerId: number, now: Date = new Date()): Promise<void> {
  await oneAtATime(db);
  const broken = await db.row(
    "select from experiments where shop_id = $1 and offer_id = $2 and kind = 'offer_holdout' and status = 'running' and paused_reason is not null",
    [db.shopId, offerId],
  );
  if (broken) await beginHoldoutAnew(db, offerId, now);
  const shop = await db.row<{ global: number; offer: number }>(
    "select global_holdout_bp as global, offer_holdout_bp as offer from shops where id = $1",
    [db.shopId],
  );
  if (!shop) throw new Error(`There is no shop ${db.shopId}`);
  await begin(db, { kind: "global_holdout", offerIds: [null], shareBp: shop.global, now });
  await begin(db, { kind: "offer_holdout", offerIds: [offerId], shareBp: shop.offer, now });
}

/** Holds an offer's running holdout against other writers; before its offer, in the order in which a look takes them. */
export async function lockHoldout(db: Db, offerId: number): Promise<void> {
  await db.run(
    "select from experiments where shop_id = $1 and offer_id = $2 and kind = 'offer_holdout' and status = 'running' order by id for update",
    [db.shopId, offerId],
  );
}

/** What ends when what an offer's holdout measures is changed: null where nobody is in it, as then it goes on. */
export async function holdoutAtStake(db: Db, offerId: number): Promise<HoldoutAtStake | null> {
  return db.row<HoldoutAtStake>(
    `select e.proof, count(x.seen_at)::int as visitors from experiments e join exposures x on x.shop_id = e.shop_id and x.experiment_id = e.id
     where e.shop_id = $1 and e.offer_id = $2 and e.kind = 'offer_holdout' and e.status = 'running' group by e.id, e.proof order by e.id desc limit 1`,
    [db.shopId, offerId],
  );
}

export interface HoldoutAtStake {
  readonly proof: boolean;
  /** who saw the place of the offer so far, with the offer or without it */
  readonly visitors: number;
}

/** Ends whatever still measures an offer that is no more: in the transaction that deletes it, and what was left behind before. */
export async function endOrphans(db: Db, now: Date): Promise<void> {
  await db.run(
    `update experiments e set status = 'done', ended_at = $2, proof = false, lasting_bp = null, updated_at = clock_timestamp()
     where e.shop_id = $1 and e.status in ('running', 'paused') and e.offer_id is not null
       and not exists (select from offers o where o.shop_id = $1 and o.id = e.offer_id)`,
    [db.shopId, now],
  );
}

/**
 * Ends an offer's holdout and begins another with the share that it held out apart from a proof, so that no figure is of two different
 * offers. Its seed is its own: who saw the one before is spread over both arms alike. One that nobody met yet goes on.
 */
export async function beginHoldoutAnew(db: Db, offerId: number, now: Date): Promise<void> {
  const ended = await db.row<{ weights: number[]; shareBp: number | null }>(
    `update experiments e set status = 'done', ended_at = $3, proof = false, lasting_bp = null, updated_at = clock_timestamp()
     from (select id, proof, plans, coalesce(lasting_bp, (select offer_holdout_bp from shops where id = $1)) as share_bp from experiments
       where shop_id = $1 and offer_id = $2 and kind = 'offer_holdout' and status = 'running' order by id desc limit 1 for update) old
     where e.shop_id = $1 and e.id = old.id and exists (select from exposures x where x.shop_id = $1 and x.experiment_id = e.id)
     returning old.plans->-1->'weights' as weights, case when old.proof then old.share_bp end as "shareBp"`,
    [db.shopId, offerId, now],
  );
  if (!ended) return;
  const plan = ended.shareBp === null ? { from: now.toISOString(), weights: ended.weights } : planOf(ended.shareBp, now);
  await insert(db, { kind: "offer_holdout", offerIds: [offerId], plan });
}

/**
 * Sees to it that a share raised from 0 holds at once: of the global one, and of the live offers that were published while theirs was 0
 * and hence have no holdout. Of those that have one nothing changes.
 */
export async function beginHoldouts(
  db: Db,
  { global, offers, now }: { readonly global: number | null; readonly offers: number | null; readonly now: Date },
): Promise<void> {
  await oneAtATime(db);
  if (global !== null) await begin(db, { kind: "global_holdout", offerIds: [null], shareBp: global, now });
  if (offers === null) return;
  const live = await db.rows<{ id: number }>("select id from offers where shop_id = $1 and status = 'live' order by id", [db.shopId]);
  await begin(db, { kind: "offer_holdout", offerIds: live.map(({ id }) => id), shareBp: offers, now });
}

/** Two offers published at once must not begin two global holdouts. */
async function oneAtATime(db: Db): Promise<void> {
  await db.run("select pg_advisory_xact_lock($1, 7302)", [db.shopId]);
}

/** One for each of these offers (null: of all) that has none running. */
async function begin(
  db: Db,
  holdout: {
    kind: Exclude<RunningExperiment["kind"], "ab_test">;
    offerIds: readonly (number | null)[];
    shareBp: number;
    now: Date;
  },
): Promise<void> {
  const { kind, offerIds, shareBp, now } = holdout;
  if (shareBp <= 0 || offerIds.length === 0) return;
  await insert(db, { kind, offerIds, plan: planOf(shareBp, now) });
}

async function insert(
  db: Db,
  holdout: {
    kind: Exclude<RunningExperiment["kind"], "ab_test">;
    offerIds: readonly (number | null)[];
    plan: RunningExperiment["plans"][number];
  },
): Promise<void> {
  const { kind, offerIds, plan } = holdout;
  await db.run(
    `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans, started_at)
     select $1, $2, new.offer_id, $3, 'running', new.seed, $6, $7, $8
     from unnest($4::int[], $5::text[]) as new(offer_id, seed)
     where not exists (select from experiments e where e.shop_id = $1 and e.kind = $2 and e.offer_id is not distinct from new.offer_id and e.status = 'running')`,
    [
      db.shopId,
      kind,
      kind === "global_holdout" ? "Global holdout" : "Offer holdout",
      offerIds,
      offerIds.map(() => randomBytes(8).toString("hex")),
      JSON.stringify(ARMS),
      JSON.stringify([plan]),
      plan.from,
    ],
  );
}

/**
 * From now on this share of new visitors is held out (basis points); whoever was assigned stays. A new plan, so that readings can be
 * taken plan by plan. Nothing when the share is in force already. "not_found": the shop runs no such holdout.
 */
export async function changeHoldout(
  db: Db,
  experimentId: number,
  { shareBp, now }: { shareBp: number; now: Date },
): Promise<{ kind: "changed" } | { kind: "unchanged" } | { kind: "not_found" }> {
  const experiment = await db.row<Pick<RunningExperiment, "plans">>(
    "select plans from experiments where shop_id = $1 and id = $2 and kind in ('global_holdout', 'offer_holdout') and status = 'running' for update",
    [db.shopId, experimentId],
  );
  if (!experiment) return { kind: "not_found" };
  const plan = planOf(shareBp, now);
  if (JSON.stringify(experiment.plans.at(-1)?.weights) === JSON.stringify(plan.weights)) return { kind: "unchanged" };
  await db.run("update experiments set plans = $3, updated_at = clock_timestamp() where shop_id = $1 and id = $2", [
    db.shopId,
    experimentId,
    JSON.stringify([...experiment.plans, plan]),
  ]);
  return { kind: "changed" };
}

function planOf(shareBp: number, now: Date): RunningExperiment["plans"][number] {
  const share = Math.min(10_000, Math.max(0, shareBp)) / 10_000;
  return { from: now.toISOString(), weights: [share, 1 - share] };
}
