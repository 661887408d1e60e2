import type { CartOperation, OperationCondition, OperationValue } from "../functions/function-result.ts";
import type { Discount } from "../store/model.ts";
import type { DiscountableLine, DiscountEffect, EffectValue, OrderCandidate, ProductCandidate } from "./discount-effect.ts";
import { parseDecimal, toMinor } from "./money.ts";

export interface FunctionEffect {
  readonly effect: DiscountEffect;
  readonly rejectedCodes: readonly { code: string; message: string }[];
  /** what Shopify would have refused or ignored of the output, in words for the app's developer */
  readonly notes: readonly string[];
}

/** The output of a Discount Function as effects on the cart. `keyOf` maps the Function's line ids to line keys. */
export function functionEffect(
  discount: Discount,
  operations: readonly CartOperation[],
  lines: readonly DiscountableLine[],
  keyOf: ReadonlyMap<string, string>,
  currency: string,
): FunctionEffect {
  const notes: string[] = [];
  const product: DiscountEffect["product"][number][] = [];
  const order: DiscountEffect["order"][number][] = [];
  const rejectedCodes: { code: string; message: string }[] = [];
  const byKey = new Map(lines.map((line) => [line.key, line]));
  const lineOf = (id: string) => byKey.get(keyOf.get(id) ?? "");

  for (const operation of operations) {
    if (operation.productDiscountsAdd) {
      if (!discount.discountClasses.includes("PRODUCT"))
        notes.push("Product discounts were ignored: the discount does not have the PRODUCT class.");
      else {
        const candidates: ProductCandidate[] = [];
        for (const candidate of operation.productDiscountsAdd.candidates) {
          const value = effectValue(candidate.value, currency);
          if (typeof value === "string") {
            notes.push(value);
            continue;
          }
          const prerequisites = (candidate.prerequisites ?? []).flatMap(({ cartLine }) => (cartLine ? [cartLine] : []));
          if (!prerequisites.every(({ id, quantity }) => (lineOf(id)?.quantity ?? 0) >= quantity)) continue;
          const targets: { key: string; quantity: number | null }[] = [];
          for (const { cartLine } of candidate.targets) {
            const line = cartLine && lineOf(cartLine.id);
            const quantity = cartLine?.quantity ?? null;
            if (!line) notes.push(`A target was ignored: the cart has no line ${cartLine?.id ?? "(none given)"}.`);
            else if (quantity !== null && quantity <= 0) notes.push("A target was ignored: its quantity must be more than 0.");
            else targets.push({ key: line.key, quantity });
          }
          candidates.push({ message: candidate.message || null, value, targets, selectsAll: false });
        }
        product.push({ strategy: operation.productDiscountsAdd.selectionStrategy, candidates });
      }
    }
    if (operation.orderDiscountsAdd) {
      if (!discount.discountClasses.includes("ORDER"))
        notes.push("Order discounts were ignored: the discount does not have the ORDER class.");
      else {
        const candidates: OrderCandidate[] = [];
        for (const candidate of operation.orderDiscountsAdd.candidates) {
          const value = effectValue(candidate.value, currency);
          if (typeof value === "string") notes.push(value);
          else if ((candidate.conditions ?? []).every((condition) => holds(condition, lines, lineOf, currency))) {
            const excludedKeys = candidate.targets.flatMap(({ orderSubtotal }) =>
              (orderSubtotal?.excludedCartLineIds ?? []).flatMap((id) => keyOf.get(id) ?? []),
            );
            candidates.push({ message: candidate.message || null, value, excludedKeys });
          }
        }
        order.push({ strategy: operation.orderDiscountsAdd.selectionStrategy, candidates });
      }
    }
    if (operation.enteredDiscountCodesReject) {
      const { codes, message } = operation.enteredDiscountCodesReject;
      rejectedCodes.push(...codes.map(({ code }) => ({ code: code.toUpperCase(), message })));
    }
    if (operation.enteredDiscountCodesAccept) notes.push("enteredDiscountCodesAccept is not carried out by this store.");
  }
  const effect: DiscountEffect = {
    discountId: discount.id,
    title: discount.title,
    code: null,
    combinesWith: discount.combinesWith,
    product,
    order,
    shipping: null,
  };
  return { effect, rejectedCodes, notes };
}

/** The value exactly, or why it is refused. */
function effectValue(value: OperationValue, currency: string): EffectValue | string {
  if (value.percentage) {
    const percentage = parseDecimal(value.percentage.value);
    if (!percentage || percentage.numerator < 0n || percentage.numerator > 100n * percentage.denominator) {
      return `A candidate was refused: percentage ${String(value.percentage.value)} is not between 0 and 100.`;
    }
    return { kind: "percentage", ...percentage, text: String(value.percentage.value) };
  }
  if (value.fixedAmount) {
    const amount = toMinor(value.fixedAmount.amount, currency);
    if (amount === null || amount < 0)
      return `A candidate was refused: fixed amount ${String(value.fixedAmount.amount)} is not zero or more.`;
    return { kind: "fixed", amount, each: value.fixedAmount.appliesToEachItem ?? false };
  }
  return "A candidate was refused: it has neither a percentage nor a fixed amount.";
}

function holds(
  condition: OperationCondition,
  lines: readonly DiscountableLine[],
  lineOf: (id: string) => DiscountableLine | undefined,
  currency: string,
): boolean {
  const price = (some: readonly (DiscountableLine | undefined)[]) =>
    some.reduce((sum, line) => sum + (line ? line.unitPrice * line.quantity : 0), 0);
  const reaches = (amount: number, minimum: unknown) => amount >= (toMinor(minimum, currency) ?? Number.POSITIVE_INFINITY);
  const { orderMinimumSubtotal, cartLineMinimumSubtotal, cartLineMinimumQuantity } = condition;
  if (orderMinimumSubtotal) {
    const excluded = orderMinimumSubtotal.excludedCartLineIds.map(lineOf);
    if (!reaches(price(lines.filter((line) => !excluded.includes(line))), orderMinimumSubtotal.minimumAmount)) return false;
  }
  if (cartLineMinimumSubtotal && !reaches(price(cartLineMinimumSubtotal.ids.map(lineOf)), cartLineMinimumSubtotal.minimumAmount))
    return false;
  if (cartLineMinimumQuantity) {
    const quantity = cartLineMinimumQuantity.ids.reduce((sum, id) => sum + (lineOf(id)?.quantity ?? 0), 0);
    if (quantity < cartLineMinimumQuantity.minimumQuantity) return false;
  }
  return true;
}
