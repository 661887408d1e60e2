import { inShop } from "../database/pool.server.ts";
import { OfferDraft } from "../funnel/offers/offer.ts";
import { offerFacts } from "../funnel/offers/offer-facts.server.ts";
import { getOffer, saveOffer } from "../funnel/offers/offers.server.ts";
import { checkOffer } from "../funnel/publish/check-offer.ts";
import { type AbTestOutcome, withChange } from "./ab-test-draft.ts";
import { stopAbTest } from "./ab-tests.server.ts";
import { getExperiment } from "./experiments.server.ts";

/**
 * Makes a variant that earns more the offer itself, so that everyone sees it. Its test ends first if it still runs, as nothing changes under a
 * test; an offer that could not be saved as it is leaves the test alone.
 */
export async function takeVariant(shopId: number, id: number, arm: string, now = new Date()): Promise<AbTestOutcome> {
  const test = await getExperiment(shopId, id);
  if (!test) return { kind: "refused", reason: "not_found" };
  if (test.kind !== "ab_test") return { kind: "refused", reason: "no_ab_test" };
  const change = test.arms.find(({ key }) => key === arm)?.change;
  const earns = test.look?.effects.some((effect) => effect.arm === arm && effect.verdict.kind === "earns");
  if (!change || !earns) return { kind: "refused", reason: "not_earning" };
  const offer = test.offerId === null ? null : await getOffer(shopId, test.offerId);
  if (!offer) return { kind: "refused", reason: "offer_gone" };
  const draft = withChange(offer, change);
  if (!(await isSound(shopId, draft))) return { kind: "refused", reason: "offer_unsaved" };
  if (test.status === "running" || test.status === "paused") await stopAbTest(shopId, id, now);
  const saved = await saveOffer(shopId, offer.id, draft);
  return saved.kind === "saved" ? { kind: "taken", offerId: offer.id } : { kind: "refused", reason: "offer_unsaved" };
}

async function isSound(shopId: number, draft: OfferDraft): Promise<boolean> {
  if (!OfferDraft.safeParse(draft).success) return false;
  const errors = await inShop(shopId, async (db) => checkOffer(draft, await offerFacts(db, draft)));
  return Object.keys(errors).length === 0;
}
