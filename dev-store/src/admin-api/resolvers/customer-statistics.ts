import type { Order } from "../../store/model.ts";
import type { ExecutionContext } from "../execution-context.ts";

/** What Shopify computes of a customer from the store's own orders. */
export interface CustomerStatistics {
  readonly rfmGroup: string;
  /** null: nothing to predict from */
  readonly predictedSpendTier: "HIGH" | "MEDIUM" | "LOW" | null;
}

const DAY_MS = 86_400_000;
const NO_ORDERS: CustomerStatistics = { rfmGroup: "PROSPECTS", predictedSpendTier: null };

/**
 * Every customer's statistics, all orders of the store considered, whichever of them the app may see. Shopify says that scores are the
 * store's own fifths and that groups go by recency and the mean of the other two; where one group ends and the next begins, what
 * ties get and how spend is predicted it does not say, and is our choice here.
 */
export function statisticsOf(customerId: number, { store, index, now }: ExecutionContext): CustomerStatistics {
  const today = Math.floor(now / DAY_MS);
  const all = index.computed("orders", `statistics on day ${today}`, () => statistics([...store.orders.values()], now));
  return all.get(customerId) ?? NO_ORDERS;
}

interface Bought {
  readonly id: number;
  last: number;
  orders: number;
  spent: number;
  lastYear: number;
}

function statistics(orders: readonly Order[], now: number): Map<number, CustomerStatistics> {
  const buyers = new Map<number, Bought>();
  for (const order of orders) {
    if (order.customerId === null || order.cancelledAt !== null || order.test) continue;
    const buyer = buyers.get(order.customerId) ?? { id: order.customerId, last: 0, orders: 0, spent: 0, lastYear: 0 };
    const net = order.total - order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
    buyer.last = Math.max(buyer.last, order.processedAt);
    buyer.orders += 1;
    buyer.spent += net;
    if (order.processedAt > now - 365 * DAY_MS) buyer.lastYear += net;
    buyers.set(order.customerId, buyer);
  }
  const all = [...buyers.values()];
  const recency = fifths(all, (buyer) => buyer.last);
  const frequency = fifths(all, (buyer) => buyer.orders);
  const money = fifths(all, (buyer) => buyer.spent);
  // Next year's spend is taken to be the last year's.
  const spending = all.filter((buyer) => buyer.lastYear > 0);
  const expected = fifths(spending, (buyer) => buyer.lastYear);
  return new Map(
    all.map(({ id }) => {
      const score = (scores: Map<number, number>) => scores.get(id) ?? 1;
      const tier = score(expected) === 5 ? "HIGH" : score(expected) === 1 ? "LOW" : "MEDIUM";
      return [id, { rfmGroup: rfmGroup(score(recency), (score(frequency) + score(money)) / 2), predictedSpendTier: tier }];
    }),
  );
}

/** 1 to 5 by the fifth of the store that a customer's middle rank falls in; customers alike share one. */
function fifths(all: readonly Bought[], of: (buyer: Bought) => number): Map<number, number> {
  const sorted = [...all].sort((a, b) => of(a) - of(b));
  const scores = new Map<number, number>();
  for (let from = 0; from < sorted.length; ) {
    const value = of(sorted[from] as Bought);
    let to = from;
    while (to < sorted.length && of(sorted[to] as Bought) === value) to++;
    const score = 1 + Math.floor((5 * (from + (to - from) / 2)) / sorted.length);
    for (const buyer of sorted.slice(from, to)) scores.set(buyer.id, score);
    from = to;
  }
  return scores;
}

/** By recency, many, some and few of orders and spend together. */
const GROUPS: Record<number, readonly [many: string, some: string, few: string]> = {
  5: ["CHAMPIONS", "ACTIVE", "NEW"],
  4: ["LOYAL", "ACTIVE", "PROMISING"],
  3: ["LOYAL", "NEEDS_ATTENTION", "ALMOST_LOST"],
  2: ["AT_RISK", "AT_RISK", "ALMOST_LOST"],
  1: ["PREVIOUSLY_LOYAL", "ALMOST_LOST", "DORMANT"],
};

function rfmGroup(recency: number, frequencyAndMoney: number): string {
  return (GROUPS[recency] ?? GROUPS[1] ?? [])[frequencyAndMoney >= 4 ? 0 : frequencyAndMoney >= 2.5 ? 1 : 2] ?? "DORMANT";
}
