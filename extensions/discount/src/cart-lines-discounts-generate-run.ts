import { decodeFunctionConfiguration, type FunctionOffer } from "../../contract/function-configuration.ts";
import { decodeDiscount, decodeLineAttribute, type LineDiscount, type SignedLineAttribute } from "../../contract/line-attribute.ts";
import { type LineReader, offersHeldBy, thousandths } from "../../contract/offers-that-hold.ts";
import { mostVerifiedLines, tokenVerifier } from "../../contract/token-verifier.ts";
import type { Candidate, FunctionInput, FunctionOutput, InputLine } from "./function-types.ts";

const NOTHING: FunctionOutput = { operations: [] };

/**
 * Gives each accepted offer the price it was shown at, while the offer holds. Nothing a line says is believed
 * before its signature is verified, and what was signed is given within what is published now. Whatever it
 * cannot understand gives no discount. A cart without a token costs next to nothing.
 */
export function cartLinesDiscountsGenerateRun(input: FunctionInput): FunctionOutput {
  if (!input.discount.discountClasses.includes("PRODUCT")) return NOTHING;
  // a company has prices of its own, and none of them was shown
  if (input.cart.buyerIdentity?.purchasingCompany) return NOTHING;
  const tokens = tokensOf(input.cart.lines);
  if (tokens.size === 0) return NOTHING;
  const claimed = new Set([...tokens.values()].map((token) => token.offerId));
  const configuration = decodeFunctionConfiguration(input.discount.metafield?.jsonValue, (id) => claimed.has(id));
  const offers = configuration.offers.filter((offer) => isActive(offer, input));
  if (offers.length === 0) return NOTHING;
  const rate = Number(input.presentmentCurrencyRate) || 1;
  const held = offersHeldBy(offers, input.cart.lines, lineReader(tokens, rate));
  const open = new Map(offers.filter((offer) => held.has(offer.id)).map((offer) => [offer.id, offer]));
  const isGenuine = tokenVerifier(configuration.keys);
  const candidates: Candidate[] = [];
  let left = mostVerifiedLines(input.cart.lines.length);
  for (const [line, token] of tokens) {
    const offer = open.get(token.offerId);
    if (!offer || !mayBeGiven(line, token, offer, input.shop.localTime.date)) continue;
    if (left === 0) break;
    left -= 1;
    if (!isGenuine(token)) continue;
    candidates.push(candidateFor(offer, line.id, token, { rate, minorDigits: configuration.minorDigits }));
    // one discounted line an offer
    open.delete(offer.id);
  }
  return candidates.length === 0 ? NOTHING : { operations: [{ productDiscountsAdd: { selectionStrategy: "ALL", candidates } }] };
}

/** The lines that say they were added by an offer, in the cart's order, with what they say; not yet verified. */
function tokensOf(lines: readonly InputLine[]): Map<InputLine, SignedLineAttribute> {
  const tokens = new Map<InputLine, SignedLineAttribute>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as InputLine;
    const token = line.attribute === null ? null : decodeLineAttribute(line.attribute.value);
    if (token) tokens.set(line, token);
  }
  return tokens;
}

function lineReader(tokens: ReadonlyMap<InputLine, SignedLineAttribute>, rate: number): LineReader<InputLine> {
  return {
    offerId: (line) => (line.attribute === null ? null : (tokens.get(line)?.offerId ?? null)),
    productId: ({ merchandise }) => (merchandise.product ? numericId(merchandise.product.id) : null),
    // the cart's currency back into the shop's, in which triggers are written
    subtotal: ({ cost }) => Math.round(thousandths(cost.subtotalAmount.amount) / rate),
    // every published collection trigger names the same collections, so one answer serves them all
    inAnyCollection: ({ merchandise }) => merchandise.product?.inAnyCollection === true,
  };
}

function numericId(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}

function isActive(offer: FunctionOffer, input: FunctionInput): boolean {
  const today = input.shop.localTime.date;
  if ((offer.from !== null && today < offer.from) || (offer.until !== null && today > offer.until)) return false;
  const customer = input.cart.buyerIdentity?.customer;
  if (offer.firstTimeBuyersOnly && customer && customer.numberOfOrders > 0) return false;
  return !offer.returningCustomersOnly || (customer ? customer.numberOfOrders > 0 : false);
}

/** Everything but the signature, which is dear. */
function mayBeGiven({ merchandise }: InputLine, token: SignedLineAttribute, offer: FunctionOffer, today: string): boolean {
  const { id, product } = merchandise;
  if (!id || !product || numericId(id) !== token.variantId || today > token.lastDay) return false;
  if (offer.dynamic !== true && !offer.productIds?.includes(numericId(product.id))) return false;
  const deepest = decodeDiscount(offer.deepest);
  return deepest !== null && token.discount.kind === deepest.kind && token.discount.value > 0 && token.discount.value <= deepest.value;
}

interface Currency {
  /** of the cart's currency to the shop's */
  readonly rate: number;
  readonly minorDigits: number;
}

function candidateFor(offer: FunctionOffer, lineId: string, token: SignedLineAttribute, currency: Currency): Candidate {
  return {
    message: offer.message,
    // an upper limit: a line of fewer units has all of them discounted
    targets: [{ cartLine: { id: lineId, quantity: Math.min(token.maxQuantity, offer.maxQuantity) } }],
    value:
      token.discount.kind === "percentage"
        ? { percentage: { value: token.discount.value / 100 } }
        : { fixedAmount: { amount: inCartCurrency(token.discount, currency), appliesToEachItem: true } },
  };
}

function inCartCurrency({ value }: LineDiscount, { rate, minorDigits }: Currency): string {
  const amount = value / 10 ** minorDigits;
  return rate === 1 ? amount.toFixed(minorDigits) : (amount * rate).toFixed(2);
}
