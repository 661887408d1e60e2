import { discountsOf } from "../choose/priced-product.ts";
import type { OfferDraft } from "../offers/offer.ts";
import { discountedPrice } from "../offers/offer-price.ts";
import { type NamedNumber, namedNumbers } from "./named-numbers.ts";
import { finding, money, names, type PublishFinding, shares } from "./publish-finding.ts";

export type Said = Pick<OfferDraft, "headline" | "body" | "discount" | "depthsBp" | "trigger">;

/**
 * Percentages and amounts in an offer's words, as they stand there, that are not what every shopper gets: another discount than the
 * offer's, or true at one of its depths only. An amount is also right as the cart value that the offer begins at, or when it is the price, the
 * offer's price or what is saved of all that is offered (`prices`, minor units). "100%" is about the product.
 */
export function wordsThatDiffer(offer: Said, currency: string, prices: readonly number[]): string[] {
  const discounts = discountsOf(offer);
  const isRight = ({ kind, values, atMost }: NamedNumber) => {
    if (kind === "percentage" && values[0] === 10_000) return true;
    if (kind === "amount" && offer.trigger.kind === "cart_value" && values.includes(offer.trigger.minimum)) return true;
    const given = discounts.filter((discount) => discount.kind === kind);
    if (atMost && given.length > 0) return values.includes(Math.max(...given.map(({ value }) => value)));
    if (given.length > 0 && given.every(({ value }) => values.includes(value))) return true;
    if (kind === "percentage" || prices.length === 0) return false;
    const fits = (price: number, paid: number) => [price, paid, price - paid].some((amount) => values.includes(amount));
    return discounts.every((discount) => prices.every((price) => fits(price, discountedPrice(price, discount))));
  };
  const numbers = [offer.headline, offer.body].flatMap((words) => namedNumbers(words, currency));
  return [...new Set(numbers.filter((number) => !isRight(number)).map(({ text }) => text))];
}

/** What is in the words stays when the discount changes, and is the same at every depth; null when nothing differs. */
export function wordsFinding(offer: Said, currency: string, prices: readonly number[]): PublishFinding | null {
  const said = wordsThatDiffer(offer, currency, prices);
  if (said.length === 0) return null;
  const { discount } = offer;
  const given = discount.kind === "amount" ? money(discount.value) : shares(discountsOf(offer).map(({ value }) => value / 10_000));
  return finding("warns", "words_differ", { said: names(said), given });
}
