import { decodeFunctionConfiguration, type FunctionOffer } from "../../contract/function-configuration.ts";
import { decodeLineAttribute } from "../../contract/line-attribute.ts";
import { offersThatHold, thousandths } from "../../contract/offers-that-hold.ts";
import type { Candidate, FunctionInput, FunctionOutput, InputLine } from "./function-types.ts";

interface Line {
  readonly id: string;
  readonly quantity: number;
  readonly productId: string | null;
  readonly subtotal: number;
  readonly offerId: number | null;
  inAnyCollection(collectionIds: readonly string[]): boolean;
}

/**
 * Gives each accepted offer its price while it holds. All that is believed of the cart are ids: price,
 * products and limits come from the configuration. Whatever it cannot understand gives no discount.
 */
export function cartLinesDiscountsGenerateRun(input: FunctionInput): FunctionOutput {
  if (!input.discount.discountClasses.includes("PRODUCT")) return { operations: [] };
  const rate = Number(input.presentmentCurrencyRate) || 1;
  const lines = input.cart.lines.map((line) => readLine(line, rate));
  const offers = decodeFunctionConfiguration(input.discount.metafield?.jsonValue).offers.filter((offer) => isActive(offer, input));
  const held = offersThatHold(offers, lines);
  const candidates: Candidate[] = [];
  for (const offer of offers) {
    if (!held.has(offer.id)) continue;
    const line = lines.find((item) => item.offerId === offer.id && item.productId !== null && offer.productIds.includes(item.productId));
    if (line && line.quantity > 0) candidates.push(candidateFor(offer, line, rate));
  }
  return candidates.length === 0 ? { operations: [] } : { operations: [{ productDiscountsAdd: { selectionStrategy: "ALL", candidates } }] };
}

function readLine(line: InputLine, rate: number): Line {
  const product = line.merchandise.product;
  return {
    id: line.id,
    quantity: line.quantity,
    productId: product ? product.id.slice(product.id.lastIndexOf("/") + 1) : null,
    // the cart's currency back into the shop's, in which triggers are written
    subtotal: Math.round(thousandths(line.cost.subtotalAmount.amount) / rate),
    offerId: decodeLineAttribute(line.attribute?.value)?.offerId ?? null,
    // every published collection trigger names the same collections, so one answer serves them all
    inAnyCollection: () => product?.inAnyCollection === true,
  };
}

function isActive(offer: FunctionOffer, input: FunctionInput): boolean {
  const today = input.shop.localTime.date;
  if ((offer.from !== null && today < offer.from) || (offer.until !== null && today > offer.until)) return false;
  const customer = input.cart.buyerIdentity?.customer;
  if (offer.firstTimeBuyersOnly && customer && customer.numberOfOrders > 0) return false;
  return !offer.returningCustomersOnly || (customer ? customer.numberOfOrders > 0 : false);
}

function candidateFor(offer: FunctionOffer, line: Line, rate: number): Candidate {
  return {
    message: offer.message,
    targets: [{ cartLine: { id: line.id, quantity: Math.min(line.quantity, offer.maxQuantity) } }],
    value:
      offer.discount.kind === "percentage"
        ? { percentage: { value: offer.discount.percentage } }
        : { fixedAmount: { amount: inCartCurrency(offer.discount.amount, rate), appliesToEachItem: true } },
  };
}

function inCartCurrency(amount: string, rate: number): string {
  return rate === 1 ? amount : (Number(amount) * rate).toFixed(2);
}
