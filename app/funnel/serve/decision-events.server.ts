import { inShop } from "../../database/pool.server.ts";
import { flushDecisions, isWaiting } from "./decision-buffer.server.ts";

interface Told {
  readonly decisionId: string;
  readonly kind: "impression" | "accept" | "decline";
}

/**
 * Keeps what became of a decision; telling it again changes nothing. An offer withheld from a holdout has an impression too, when its
 * place came into view, but nothing of it can be accepted or declined. "not_found": the shop made no such decision, or it
 * offered nothing. The first impression also says of the visitor's experiments that their place was seen. Who accepts or declines has
 * seen it, however quickly: both bring the impression with them.
 */
export async function recordDecisionEvent(
  shopId: number,
  event: Told,
  now: Date,
): Promise<{ kind: "recorded" } | { kind: "known" } | { kind: "not_found" }> {
  if (isWaiting(shopId, event.decisionId)) await flushDecisions(shopId);
  return inShop(shopId, async (db) => {
    const decision = await db.row<{ visitor: string; experiments: Record<string, string> }>(
      "select visitor, experiments from decisions where shop_id = $1 and id = $2 and offer_id is not null and (not ghost or $3 = 'impression')",
      [shopId, event.decisionId, event.kind],
    );
    if (!decision) return { kind: "not_found" };
    const added = await db.rows<{ kind: Told["kind"] }>(
      `insert into decision_events (shop_id, decision_id, kind, at)
       select $1, $2::uuid, kind, $4 from unnest(array['impression', $3]) kind group by kind on conflict do nothing returning kind`,
      [shopId, event.decisionId, event.kind, now],
    );
    const isNew = (kind: Told["kind"]) => added.some((one) => one.kind === kind);
    const experiments = Object.keys(decision.experiments).map(Number);
    if (isNew("impression") && experiments.length > 0) {
      await db.run(
        "update exposures set seen_at = $4 where shop_id = $1 and visitor = $2 and experiment_id = any($3::int[]) and seen_at is null",
        [shopId, decision.visitor, experiments, now],
      );
    }
    return { kind: isNew(event.kind) ? "recorded" : "known" };
  });
}
