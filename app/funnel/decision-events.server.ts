import { inShop } from "../database/pool.server.ts";

/**
 * Keeps what became of a shown offer; telling it again changes nothing. "not_found": the shop made no such
 * decision, or it offered nothing.
 */
export function recordDecisionEvent(
  shopId: number,
  event: { decisionId: string; kind: "impression" | "accept" | "decline" },
  now: Date,
): Promise<{ kind: "recorded" } | { kind: "known" } | { kind: "not_found" }> {
  return inShop(shopId, async (db) => {
    const decision = await db.row("select 1 from decisions where shop_id = $1 and id = $2 and offer_id is not null", [
      shopId,
      event.decisionId,
    ]);
    if (!decision) return { kind: "not_found" };
    const added = await db.run(
      "insert into decision_events (shop_id, decision_id, kind, at) values ($1, $2, $3, $4) on conflict do nothing",
      [shopId, event.decisionId, event.kind, now],
    );
    return added === 1 ? { kind: "recorded" } : { kind: "known" };
  });
}
