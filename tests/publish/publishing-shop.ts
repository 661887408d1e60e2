import type { OfferDraft } from "../../app/funnel/offers/offer.ts";
import { saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../../app/funnel/offers/sample-offer.ts";
import type { Discount } from "../../dev-store/src/store/model.ts";
import type { ConnectedShop } from "../connected-shop.ts";

/** An offer of the shop's second product beside its first. */
export const draft = ({ things: [core, offered] }: ConnectedShop, values: Partial<OfferDraft> = {}): OfferDraft =>
  sampleOffer({
    productIds: [String(offered?.product.id)],
    discount: { kind: "percentage", value: 1250 },
    trigger: { kind: "product", productIds: [String(core?.product.id)] },
    ...values,
  });

export async function saved(shop: ConnectedShop, values: Partial<OfferDraft> = {}): Promise<number> {
  const outcome = await saveOffer(shop.shopId, null, draft(shop, values));
  if (outcome.kind !== "saved") throw new Error(JSON.stringify(outcome));
  return outcome.id;
}

/** The discounts that apps have made in the store. */
export const discounts = ({ store }: ConnectedShop): Discount[] =>
  [...store.discounts.values()].filter((discount) => discount.kind === "automatic_app");

/** The app's discount as the store holds it; there is one. */
export function discount(shop: ConnectedShop): Discount {
  const [one, ...more] = discounts(shop);
  if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} discounts`);
  return one;
}

export const isActive = (shop: ConnectedShop): boolean => discount(shop).endsAt === null && discount(shop).status === "ACTIVE";
