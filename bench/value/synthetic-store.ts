import type { BgNbdParams } from "../../app/value/models/order-model.ts";
import { drawGamma, type Random } from "../../app/value/models/seeded-random.ts";

export interface SyntheticStore {
  readonly histories: { readonly frequency: Float64Array; readonly recency: Float64Array; readonly age: Float64Array };
  /** over all orders, the first included */
  readonly spend: { readonly orders: Float64Array; readonly mean: Float64Array };
}

interface SyntheticOptions {
  /** customers arrive evenly over this many days */
  readonly ageDays: number;
  readonly params: BgNbdParams;
}

const SPEND = { p: 6.25, q: 3.74, v: 15.44 };

/** Customers who order as BG/NBD says and spend as Gamma-Gamma says, in whole days, at most one order a day. */
export function syntheticStore(customers: number, { ageDays, params }: SyntheticOptions, random: Random): SyntheticStore {
  const frequency = new Float64Array(customers);
  const recency = new Float64Array(customers);
  const age = new Float64Array(customers);
  const orders = new Float64Array(customers);
  const mean = new Float64Array(customers);
  for (let i = 0; i < customers; i++) {
    const span = 1 + Math.floor(random() * ageDays);
    const rate = drawGamma(params.r, random) / params.alpha;
    const stay = drawGamma(params.b, random);
    const leave = drawGamma(params.a, random);
    const chance = leave / (leave + stay);
    let time = 0;
    let x = 0;
    let last = 0;
    for (;;) {
      time += -Math.log(random()) / rate;
      const day = Math.floor(time);
      if (!(day <= span)) break;
      if (day > last) {
        x++;
        last = day;
      }
      if (random() < chance) break;
    }
    frequency[i] = x;
    recency[i] = last;
    age[i] = span;
    orders[i] = x + 1;
    // The mean of n gamma draws is itself a gamma draw.
    const level = drawGamma(SPEND.q, random) / SPEND.v;
    mean[i] = Math.round((100 * drawGamma(SPEND.p * (x + 1), random)) / (level * (x + 1))) / 100;
  }
  return { histories: { frequency, recency, age }, spend: { orders, mean } };
}
