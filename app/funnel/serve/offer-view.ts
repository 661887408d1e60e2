import { LINE_ATTRIBUTE } from "../../../extensions/contract/line-attribute.ts";
import type { CartAttribute, OfferResponse, PriceView } from "../../../extensions/contract/offer-view.ts";
import { formatMoney, minorDigits } from "../../money/money.ts";
import type { Choice } from "../choose/choose-offer.ts";

export interface Shown {
  readonly decisionId: string;
  readonly currency: string;
  readonly locale: string;
  /** the signed promise of this offer; null where nothing is offered */
  readonly token: string | null;
  /** joins the order to the visitor; null for a visitor whose id does not last */
  readonly cartAttribute: CartAttribute | null;
}

/** What the shopper's browser is told of a choice: no cost, margin, score or anything of the customer. */
export function offerView(choice: Choice, shown: Shown): OfferResponse {
  const { decisionId, currency, locale, token, cartAttribute } = shown;
  if (choice.kind === "none") return { kind: "none", decisionId, reason: choice.reason, cartAttribute };
  const { offer, product, variantId } = choice;
  const hundredths = (amount: number) => Math.round(amount * 10 ** (2 - minorDigits(currency)));
  const price = (amount: number): PriceView => ({ amount, currency, formatted: formatMoney({ amount, currency }, locale) });
  return {
    kind: "offer",
    decisionId,
    offerId: offer.id,
    stage: offer.stage,
    headline: offer.headline,
    body: offer.body,
    product: {
      id: product.productId,
      variantId,
      title: product.title,
      url: `/products/${encodeURIComponent(product.handle)}?variant=${variantId}`,
      imageUrl: product.imageUrl,
    },
    price: price(choice.price),
    discountedPrice: price(choice.discountedPrice),
    cart: { price: hundredths(choice.price), most: hundredths(choice.discountedPrice + 1) },
    lineAttribute: { key: LINE_ATTRIBUTE, value: token ?? "" },
    cartAttribute,
  };
}
