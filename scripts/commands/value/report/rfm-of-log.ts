import type { RfmPlace } from "../../../../app/value/rfm-segments.ts";
import type { LogCustomers } from "./customers-of-log.ts";

/** Each customer's RFM scores and group among all of the log, as the app's database ranks them (rfm.sql.ts). */
export function rfmOfLog({ lastDay, orders, net }: LogCustomers): RfmPlace[] {
  const recency = fifths(lastDay);
  const frequency = fifths(orders);
  const money = fifths(net);
  return Array.from(orders, (count, who) => {
    const scores = { recency: recency[who] as number, frequency: frequency[who] as number, money: money[who] as number };
    return { ...scores, group: groupOf(scores, count === 1) };
  });
}

function groupOf({ recency, frequency, money }: Omit<RfmPlace, "group">, once: boolean): RfmPlace["group"] {
  const level = Math.floor((frequency + money + 1) / 2);
  if (recency >= 4 && once) return recency === 5 ? "new" : "promising";
  if ((recency === 5 && level >= 4) || (recency === 4 && level === 5)) return "champions";
  if (recency >= 3 && level >= 4) return "loyal";
  if (recency >= 4) return level === 3 ? "active" : "promising";
  if (recency === 3) return "needs_attention";
  if (recency === 2 && level >= 3) return "at_risk";
  if (recency === 1 && level >= 4) return "previously_loyal";
  return recency === 2 || level === 3 ? "almost_lost" : "dormant";
}

/** The fifth, 1 to 5, that each value's middle rank falls in; equal values share one. */
function fifths(values: Float64Array): Float64Array {
  const count = values.length;
  const sorted = Float64Array.from(values).sort();
  const score = new Map<number, number>();
  for (let from = 0; from < count; ) {
    let to = from;
    while (to < count && sorted[to] === sorted[from]) to++;
    score.set(sorted[from] as number, 1 + Math.floor((5 * (from + (to - from) / 2)) / count));
    from = to;
  }
  return values.map((value) => score.get(value) as number);
}
