import { type Db, inShop } from "../../database/pool.server.ts";
import { enqueue } from "../../jobs/queue.server.ts";
import { checkOffer } from "../publish/check-offer.ts";
import { ensureHoldouts, lockHoldout } from "../publish/holdouts.server.ts";
import { publishOffers } from "../publish/publish-offers.server.ts";
import { offerFacts } from "./offer-facts.server.ts";
import { offerStanding } from "./offer-standing.ts";
import { mayBecome } from "./offer-transitions.ts";
import { offerById } from "./offers.server.ts";
import { stoppedBy } from "./stopped-by.ts";

export type PublishOutcome =
  | { kind: "published" }
  /** live, and seen from a later day on; ISO 8601 */
  | { kind: "scheduled"; startsAt: string }
  /** `reason` is a code the locales explain; `message` Shopify's own words where it gave any */
  | { kind: "refused"; reason: string; message: string | null }
  | { kind: "invalid"; errors: Record<string, string> }
  | { kind: "not_found" };

/** Makes an offer live and tells Shopify at once. When Shopify refuses, the offer is paused with the reason. One whose last day is over stays as it is. */
export async function publishOffer(shopId: number, id: number, now: Date = new Date()): Promise<PublishOutcome> {
  const outcome = await inShop(shopId, async (db): Promise<Exclude<PublishOutcome, { kind: "refused" }>> => {
    await lockHoldout(db, id);
    const offer = await offerById(db, id, "lock");
    if (!offer || !mayBecome(offer.status, "live")) return { kind: "not_found" };
    const standing = offerStanding({ ...offer, status: "live" }, now);
    const errors = { ...checkOffer(offer, await offerFacts(db, offer)), ...(standing === "ended" ? { endsAt: "last_day_over" } : {}) };
    if (Object.keys(errors).length > 0) return { kind: "invalid", errors };
    await db.run("update offers set status = 'live', paused_reason = null, updated_at = now() where shop_id = $1 and id = $2", [
      shopId,
      id,
    ]);
    await ensureHoldouts(db, id);
    await enqueuePublish(db);
    return standing === "scheduled" && offer.startsAt !== null ? { kind: "scheduled", startsAt: offer.startsAt } : { kind: "published" };
  });
  if (outcome.kind !== "published" && outcome.kind !== "scheduled") return outcome;
  const result = await publishOffers(shopId);
  if (result.kind === "ended") return { kind: "refused", reason: "discount_ended", message: null };
  return result.kind === "refused" ? result : outcome;
}

/** Withdraws an offer. `withdrawn` is false when Shopify could not be told yet; a job goes on trying. */
export async function pauseOffer(
  shopId: number,
  id: number,
  reason: string | null = null,
): Promise<{ kind: "paused"; withdrawn: boolean } | { kind: "not_found" }> {
  const found = await inShop(shopId, (db) => pauseWithin(db, id, "paused", reason));
  if (!found) return { kind: "not_found" };
  const result = await publishOffers(shopId);
  return { kind: "paused", withdrawn: result.kind !== "refused" };
}

/** The merchant knows that an offer was stopped and lets it be: from then on it counts as paused by the merchant. */
export async function leaveStopped(shopId: number, id: number): Promise<void> {
  await inShop(shopId, async (db) => {
    const offer = await offerById(db, id, "lock");
    if (!offer || stoppedBy(offer) === null) return;
    await db.run("update offers set paused_reason = null, updated_at = now() where shop_id = $1 and id = $2", [shopId, id]);
  });
}

/** Pauses or ends an offer within a transaction; the job that withdraws it commits with it. */
export async function pauseWithin(db: Db, id: number, status: "paused" | "ended", reason: string | null): Promise<boolean> {
  const offer = await offerById(db, id, "lock");
  if (!offer || !mayBecome(offer.status, status)) return false;
  await db.run("update offers set status = $3, paused_reason = $4, updated_at = now() where shop_id = $1 and id = $2", [
    db.shopId,
    id,
    status,
    reason,
  ]);
  await enqueuePublish(db);
  return true;
}

/** A job that commits with what made it necessary brings Shopify in line. */
export function enqueuePublish(db: Db): Promise<void> {
  return enqueue(db, "offers.publish", { shopId: db.shopId }, { once: `publish:${db.shopId}` });
}
