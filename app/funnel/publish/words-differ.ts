import { depthOf, discountsOf } from "../choose/priced-product.ts";
import type { OfferDraft } from "../offers/offer.ts";
import { discountedPrice } from "../offers/offer-price.ts";
import { type NamedNumber, namedNumbers } from "./named-numbers.ts";
import { finding, money, names, type PublishFinding, shares } from "./publish-finding.ts";
import { savingWords } from "./saving-words.ts";

export type Said = Pick<OfferDraft, "headline" | "body" | "discount" | "depthsBp" | "trigger">;

type WordsFinding = PublishFinding & { readonly code: "words_differ" | "words_promise" };

/**
 * Percentages and amounts in an offer's words, as they stand there, that are not what every shopper gets: another discount than the
 * offer's, or true at one of its depths only. A percentage is also right when it is what the discount comes to on all that is offered (`prices`,
 * minor units), an amount as the cart value that the offer begins at, or as the price, the offer's price or what is saved of all of these.
 */
export function wordsThatDiffer(offer: Said, currency: string, prices: readonly number[]): string[] {
  const discounts = discountsOf(offer);
  const isRight = ({ kind, values, atMost }: NamedNumber) => {
    if (kind === "amount" && offer.trigger.kind === "cart_value" && values.includes(offer.trigger.minimum)) return true;
    const given = discounts.filter((discount) => discount.kind === kind);
    if (atMost && given.length > 0) return values.includes(Math.max(...given.map(({ value }) => value)));
    if (given.length > 0 && given.every(({ value }) => values.includes(value))) return true;
    if (prices.length === 0) return false;
    const told = (price: number, paid: number) => (kind === "percentage" ? [depthOf(price, paid)] : [price, paid, price - paid]);
    const fits = (price: number, paid: number) => told(price, paid).some((value) => values.includes(value));
    return discounts.every((discount) => prices.every((price) => fits(price, discountedPrice(price, discount))));
  };
  const numbers = textsOf(offer).flatMap((words) => namedNumbers(words, currency));
  return [...new Set(numbers.filter((number) => !isRight(number)).map(({ text }) => text))];
}

/** Vietnamese letters may come in parts. */
const textsOf = ({ headline, body }: Said) => [headline, body].map((words) => words.normalize("NFC"));

/** Words that promise a saving, though some shoppers, or all, pay the full price. */
export function wordsThatPromise(offer: Said, currency: string): string[] {
  if (discountsOf(offer).every(({ value }) => value > 0)) return [];
  return [...new Set(textsOf(offer).flatMap((words) => savingWords(words, namedNumbers(words, currency))))];
}

/** What is in the words stays when the discount changes, and is the same at every depth. */
export function wordsFindings(offer: Said, currency: string, prices: readonly number[]): WordsFinding[] {
  const { discount } = offer;
  const given = discount.kind === "amount" ? money(discount.value) : shares(discountsOf(offer).map(({ value }) => value / 10_000));
  const found = { words_differ: wordsThatDiffer(offer, currency, prices), words_promise: wordsThatPromise(offer, currency) };
  return (["words_differ", "words_promise"] as const).flatMap((code) =>
    found[code].length === 0 ? [] : [{ ...finding("warns", code, { said: names(found[code]), given }), code }],
  );
}
