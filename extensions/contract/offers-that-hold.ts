import type { FunctionTrigger } from "./function-configuration.ts";

/** A cart line as triggers see it. */
export interface TriggerLine {
  /** null for a line that is no product of the shop */
  readonly productId: string | null;
  /** before discounts, in thousandths of the shop currency's major unit, so that sums are exact */
  readonly subtotal: number;
  /** the offer that added the line, null for a line the shopper chose */
  readonly offerId: number | null;
  inAnyCollection(collectionIds: readonly string[]): boolean;
}

interface TriggeredOffer {
  readonly id: number;
  readonly trigger: FunctionTrigger;
}

/**
 * Ids of the offers whose trigger holds. A line added by an offer never triggers that offer, and counts for
 * another one only while its own offer holds: two accepted offers cannot hold each other up once everything
 * the shopper chose is gone. App and Function both ask here, so that what is shown is what is given.
 */
export function offersThatHold(offers: readonly TriggeredOffer[], lines: readonly TriggerLine[]): Set<number> {
  const active = new Set(offers.map((offer) => offer.id));
  const held = new Set<number>();
  const stands = (line: TriggerLine, id: number) =>
    line.offerId === null || !active.has(line.offerId) || (line.offerId !== id && held.has(line.offerId));
  let grown = true;
  while (grown) {
    grown = false;
    for (const { id, trigger } of offers) {
      if (held.has(id)) continue;
      if (
        triggerHolds(
          trigger,
          lines.filter((line) => stands(line, id)),
        )
      ) {
        held.add(id);
        grown = true;
      }
    }
  }
  return held;
}

function triggerHolds(trigger: FunctionTrigger, lines: readonly TriggerLine[]): boolean {
  switch (trigger.kind) {
    case "any":
      return true;
    case "product":
      return lines.some((line) => line.productId !== null && trigger.productIds.includes(line.productId));
    case "collection":
      return lines.some((line) => line.inAnyCollection(trigger.collectionIds));
    case "cart_value":
      return lines.reduce((sum, line) => sum + line.subtotal, 0) >= thousandths(trigger.minimum);
  }
}

/** A decimal string in thousandths of its unit. */
export function thousandths(decimal: string): number {
  return Math.round(Number(decimal) * 1000);
}
