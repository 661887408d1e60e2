import type { FunctionTrigger } from "./function-configuration.ts";

/** A cart line as triggers see it. */
export interface TriggerLine {
  /** null for a line that is no product of the shop */
  readonly productId: string | null;
  /** before discounts, in thousandths of the shop currency's major unit, so that sums are exact */
  readonly subtotal: number;
  /** the offer the line says it was added by, null for a line the shopper chose */
  readonly offerId: number | null;
  inAnyCollection(collectionIds: readonly string[]): boolean;
}

/** How triggers read a cart line of another form; each is asked only where a trigger needs it. */
export interface LineReader<Line> {
  offerId(line: Line): number | null;
  productId(line: Line): string | null;
  subtotal(line: Line): number;
  inAnyCollection(line: Line, collectionIds: readonly string[]): boolean;
}

const TRIGGER_LINES: LineReader<TriggerLine> = {
  offerId: (line) => line.offerId,
  productId: (line) => line.productId,
  subtotal: (line) => line.subtotal,
  inAnyCollection: (line, ids) => line.inAnyCollection(ids),
};

interface TriggeredOffer {
  readonly id: number;
  readonly trigger: FunctionTrigger;
}

/**
 * Ids of the offers whose trigger holds. A line added by an offer never triggers that offer, and counts for
 * another one only while its own offer holds: two accepted offers cannot hold each other up once everything
 * the shopper chose is gone. App and Function both ask here, so that what is shown is what is given. What a
 * line says of itself need not be proved for this: saying it can only make the line count for less.
 */
export function offersThatHold(offers: readonly TriggeredOffer[], lines: readonly TriggerLine[]): Set<number> {
  return offersHeldBy(offers, lines, TRIGGER_LINES);
}

/** The same for lines of another form. Written with plain loops: a Function pays for each of 200 lines. */
export function offersHeldBy<Line>(offers: readonly TriggeredOffer[], lines: readonly Line[], read: LineReader<Line>): Set<number> {
  const added = new Map<number, Line[]>(offers.map((offer) => [offer.id, []]));
  const { count, satisfies } = counting(offers, read);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line;
    const offerId = read.offerId(line);
    const own = offerId === null ? undefined : added.get(offerId);
    if (own) own.push(line);
    else count(line);
  }
  const held = new Set<number>();
  let waiting = offers;
  for (;;) {
    const still = waiting.filter(({ id, trigger }) => {
      if (!satisfies(trigger)) return true;
      held.add(id);
      // from here on its lines count, for all offers but itself, which holds already
      for (const line of added.get(id) ?? []) count(line);
      return false;
    });
    if (still.length === waiting.length) return held;
    waiting = still;
  }
}

/** What of the cart counts for triggers; of each line only what a trigger still asks is read, and that once. */
function counting<Line>(offers: readonly TriggeredOffer[], read: LineReader<Line>) {
  const triggers = offers.map(({ trigger }) => trigger);
  const asksProducts = triggers.some(({ kind }) => kind === "product");
  const highest = Math.max(0, ...triggers.map((trigger) => (trigger.kind === "cart_value" ? thousandths(trigger.minimum) : 0)));
  const sets = new Map(
    triggers.flatMap((trigger) => (trigger.kind === "collection" ? [[trigger.collectionIds.join(), trigger.collectionIds] as const] : [])),
  );
  const found = new Set<string>();
  const products = new Set<string>();
  let subtotal = 0;
  const count = (line: Line) => {
    if (subtotal < highest) subtotal += read.subtotal(line);
    if (asksProducts) {
      const productId = read.productId(line);
      if (productId !== null) products.add(productId);
    }
    if (found.size < sets.size) for (const [name, ids] of sets) if (read.inAnyCollection(line, ids)) found.add(name);
  };
  const satisfies = (trigger: FunctionTrigger): boolean => {
    switch (trigger.kind) {
      case "any":
        return true;
      case "product":
        return trigger.productIds.some((id) => products.has(id));
      case "collection":
        return found.has(trigger.collectionIds.join());
      case "cart_value":
        return subtotal >= thousandths(trigger.minimum);
    }
  };
  return { count, satisfies };
}

/** A decimal string in thousandths of its unit. */
export function thousandths(decimal: string): number {
  return Math.round(Number(decimal) * 1000);
}
