/** [which of those asked, offer, arm, depth in basis points, hours since it was last shown or withheld, in view within 24 hours, hours since each decline] */
export type SeenOffer = readonly [
  n: number,
  offerId: number,
  arm: string | null,
  depthBp: number | null,
  since: number,
  impressions: number,
  declines: readonly number[] | null,
];
/** An order that took an offer. */
export type AcceptedOffer = readonly [offerId: number, orderId: string, hours: number];

const DEPTH_HOLDS_HOURS = 14 * 24;

/** What a visitor did with the offers seen and, when identified, the customer in any browser. */
export interface OfferHistory {
  readonly impressionsToday: number;
  /** since the last order that took an offer; null: none */
  readonly hoursSinceAccepted: number | null;
  /** `offer:product` -> the depth last given, basis points */
  readonly depthsShown: ReadonlyMap<string, number>;
  /** orders by offer id */
  readonly own: Readonly<Record<string, number>>;
  /** hours since each decline, by offer id */
  readonly declines: Readonly<Record<string, readonly number[]>>;
}

export function offerHistory(seen: readonly SeenOffer[], accepted: readonly AcceptedOffer[]): OfferHistory {
  const last = new Map<string, { depth: number; since: number }>();
  const declines: Record<string, number[]> = {};
  let impressionsToday = 0;
  for (const [, offerId, arm, depth, since, impressions, declined] of seen) {
    impressionsToday += impressions;
    if (declined) declines[offerId] = [...(declines[offerId] ?? []), ...declined];
    const product = arm === null ? null : productOf(arm);
    if (product === null || depth === null || since >= DEPTH_HOLDS_HOURS) continue;
    const before = last.get(product);
    if (!before || since < before.since) last.set(product, { depth, since });
  }
  const orders = new Map<number, Set<string>>();
  let hoursSinceAccepted: number | null = null;
  for (const [offerId, orderId, hours] of accepted) {
    orders.set(offerId, (orders.get(offerId) ?? new Set()).add(orderId));
    if (hours >= 0) hoursSinceAccepted = Math.min(hours, hoursSinceAccepted ?? hours);
  }
  return {
    impressionsToday,
    hoursSinceAccepted,
    depthsShown: new Map([...last].map(([product, { depth }]) => [product, depth])),
    own: Object.fromEntries([...orders].map(([offerId, ids]) => [offerId, ids.size])),
    declines,
  };
}

/** `offer:product` of an arm's name; null: it has no product. */
function productOf(arm: string): string | null {
  const [offer, product, depth] = arm.split(":");
  return product === undefined || depth === undefined ? null : `${offer}:${product}`;
}
