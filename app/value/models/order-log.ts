import type { Spend } from "./group-spend.ts";
import type { Histories } from "./histories.ts";

/** Orders of identified customers, one entry an order, in any order. */
export interface OrderLog {
  /** which customer, counted from 0 */
  readonly customer: ArrayLike<number>;
  /** whole days, in the store's time zone */
  readonly day: ArrayLike<number>;
  /** net of refunds, 0 or more, in any one money unit */
  readonly amount: ArrayLike<number>;
}

/** What is known of the customers of a log on a day. */
interface LogSummary {
  /** the log's customers that had ordered, in the order of the entries below */
  readonly customers: Int32Array;
  readonly histories: Histories;
  /** over all orders, the first included */
  readonly spend: Spend;
}

/**
 * Sums a log up as of the end of `day`: orders of one customer on one day count as one, recency and age in days.
 * Customers whose first order is later are not in it.
 */
export function summariseLog({ customer, day, amount }: OrderLog, until: number): LogSummary {
  const order = Array.from({ length: customer.length }, (_, i) => i)
    .filter((i) => (day[i] as number) <= until)
    .sort((a, b) => (customer[a] as number) - (customer[b] as number) || (day[a] as number) - (day[b] as number));
  const customers: number[] = [];
  const frequency: number[] = [];
  const recency: number[] = [];
  const age: number[] = [];
  const orders: number[] = [];
  const mean: number[] = [];
  for (let from = 0; from < order.length; ) {
    const who = customer[order[from] as number] as number;
    const first = day[order[from] as number] as number;
    let last = first;
    let days = 1;
    let spent = 0;
    let to = from;
    for (; to < order.length && customer[order[to] as number] === who; to++) {
      const when = day[order[to] as number] as number;
      if (when !== last) days++;
      last = when;
      spent += amount[order[to] as number] as number;
    }
    customers.push(who);
    frequency.push(days - 1);
    recency.push(last - first);
    age.push(until - first);
    orders.push(days);
    mean.push(spent / days);
    from = to;
  }
  return { customers: Int32Array.from(customers), histories: { frequency, recency, age }, spend: { orders, mean } };
}

/** Orders (days with an order) and spend of the given customers after `from` and up to the end of `until`. */
export function laterOrders(
  { customer, day, amount }: OrderLog,
  customers: Int32Array,
  from: number,
  until: number,
): { orders: Float64Array; spend: Float64Array } {
  const place = new Map<number, number>();
  customers.forEach((who, at) => {
    place.set(who, at);
  });
  const orders = new Float64Array(customers.length);
  const spend = new Float64Array(customers.length);
  const seen = new Set<number>();
  const span = until - from + 1;
  for (let i = 0; i < customer.length; i++) {
    const when = day[i] as number;
    const at = place.get(customer[i] as number);
    if (at === undefined || when <= from || when > until) continue;
    spend[at] = (spend[at] as number) + (amount[i] as number);
    const key = at * span + (when - from);
    if (seen.has(key)) continue;
    seen.add(key);
    orders[at] = (orders[at] as number) + 1;
  }
  return { orders, spend };
}
