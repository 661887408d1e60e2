import { type Db, inShop } from "../../database/pool.server.ts";
import { enqueue } from "../../jobs/queue.server.ts";
import { checkOffer } from "../publish/check-offer.ts";
import { beginHoldoutAnew, endOrphans, type HoldoutAtStake, holdoutAtStake, lockHoldout } from "../publish/holdouts.server.ts";
import { publishOffers } from "../publish/publish-offers.server.ts";
import { judgeOfferDraft } from "./judge-offer-draft.ts";
import { measuredChanges } from "./measured-changes.ts";
import type { Offer } from "./offer.ts";
import { offerFacts } from "./offer-facts.server.ts";
import { draftColumns, OFFER_COLUMNS, type OfferRow, offerFromRow } from "./offer-row.ts";
import { offerStanding, type StandingOffer } from "./offer-standing.ts";

export type SaveOutcome =
  | { kind: "saved"; id: number }
  | { kind: "invalid"; errors: Record<string, string> }
  | { kind: "not_found" }
  /** nothing was saved yet: it would end the experiment that measures the offer */
  | ({ kind: "ends_experiment" } & HoldoutAtStake);

/** Every offer of the shop, newest first. */
export function listOffers(shopId: number, now: Date = new Date()): Promise<StandingOffer[]> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<OfferRow>(`select ${OFFER_COLUMNS} from offers where shop_id = $1 order by id desc`, [shopId]);
    return rows.map((row) => standingOffer(offerFromRow(row), now));
  });
}

export async function getOffer(shopId: number, id: number, now: Date = new Date()): Promise<StandingOffer | null> {
  const offer = await inShop(shopId, (db) => offerById(db, id));
  return offer && standingOffer(offer, now);
}

function standingOffer(offer: Offer, now: Date): StandingOffer {
  return { ...offer, standing: offerStanding(offer, now) };
}

/** Null when the shop has no such offer. `lock` holds it against other writers until the transaction ends. */
export async function offerById(db: Db, id: number, lock: "lock" | "read" = "read"): Promise<Offer | null> {
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647) return null;
  const row = await db.row<OfferRow>(
    `select ${OFFER_COLUMNS} from offers where shop_id = $1 and id = $2 ${lock === "lock" ? "for update" : ""}`,
    [db.shopId, id],
  );
  return row && offerFromRow(row);
}

/**
 * Creates (`id` null) or changes an offer. `errors` maps fields, with dots inside ("trigger.productIds"), to
 * codes. A live offer's new rules are published at once; where Shopify refuses them the offer is paused with
 * the reason, and a job in the same transaction makes up for a lost process. What an A/B test is running on is not changed under it; a
 * holdout ends with the offer that it measured, and another begins: with `asks`, only once that was agreed to.
 */
export async function saveOffer(
  shopId: number,
  id: number | null,
  input: unknown,
  { asks = false }: { readonly asks?: boolean } = {},
): Promise<SaveOutcome> {
  const { draft, errors: inItself } = judgeOfferDraft(input);
  if (!draft) return { kind: "invalid", errors: inItself };
  let live = false;
  const outcome = await inShop(shopId, async (db): Promise<SaveOutcome> => {
    const errors = { ...checkOffer(draft, await offerFacts(db, draft)), ...inItself };
    const wrong = () => Object.keys(errors).length > 0;
    const { columns, values } = draftColumns(draft);
    if (id === null) {
      if (wrong()) return { kind: "invalid", errors };
      const row = await db.row<{ id: number }>(
        `insert into offers (shop_id, ${columns.join(", ")}) values ($1, ${columns.map((_, at) => `$${at + 2}`).join(", ")}) returning id`,
        [shopId, ...values],
      );
      return { kind: "saved", id: (row as { id: number }).id };
    }
    await lockHoldout(db, id);
    const current = await offerById(db, id, "lock");
    if (!current) return { kind: "not_found" };
    const changed = measuredChanges(current, draft);
    if (changed.length > 0 && (await isTested(db, id))) for (const field of changed) errors[field] ??= "ab_test_running";
    if (wrong()) return { kind: "invalid", errors };
    const stake = asks && changed.length > 0 ? await holdoutAtStake(db, id) : null;
    if (stake) return { kind: "ends_experiment", ...stake };
    await db.run(
      `update offers set ${columns.map((name, at) => `${name} = $${at + 3}`).join(", ")}, updated_at = now() where shop_id = $1 and id = $2`,
      [shopId, id, ...values],
    );
    if (changed.length > 0) await beginHoldoutAnew(db, id, new Date());
    live = current.status === "live";
    if (live) await enqueue(db, "offers.publish", { shopId }, { once: `publish:${shopId}` });
    return { kind: "saved", id };
  });
  if (live) await publishOffers(shopId);
  return outcome;
}

/** Whether an A/B test of the offer has begun and not ended. */
async function isTested(db: Db, offerId: number): Promise<boolean> {
  const test = await db.row(
    "select from experiments where shop_id = $1 and offer_id = $2 and kind = 'ab_test' and status in ('running', 'paused') limit 1",
    [db.shopId, offerId],
  );
  return test !== null;
}

/** Removes an offer and ends what measures it; what it earned stays in the ledger. A live one is withdrawn from Shopify. */
export async function deleteOffer(shopId: number, id: number): Promise<{ kind: "deleted" } | { kind: "not_found" }> {
  let live = false;
  const outcome = await inShop(shopId, async (db): Promise<{ kind: "deleted" } | { kind: "not_found" }> => {
    await lockHoldout(db, id);
    const current = await offerById(db, id, "lock");
    if (!current) return { kind: "not_found" };
    await db.run("delete from offers where shop_id = $1 and id = $2", [shopId, id]);
    await endOrphans(db, new Date());
    live = current.status === "live";
    if (live) await enqueue(db, "offers.publish", { shopId }, { once: `publish:${shopId}` });
    return { kind: "deleted" };
  });
  if (live) await publishOffers(shopId);
  return outcome;
}
