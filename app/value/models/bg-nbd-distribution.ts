import { negativeBinomial } from "./negative-binomial.ts";
import type { BgNbdParams } from "./order-model.ts";

/**
 * P(y orders in the next `time`) for y = 0, 1, ... of a customer who is alive with lambda ~ Gamma(r, alpha) and p ~ Beta(a, b), until
 * `mass` of the probability is told or `most` values are. With a store's own parameters it is a new BG/NBD customer's distribution; a
 * customer with history (x, T) who is alive has r + x, alpha + T and b + x (MBG/NBD: b + x + 1).
 * Source: Fader, Hardie and Lee (2005), equation 8; by recurrence instead of beta functions.
 */
export function bgNbdDistribution({ r, alpha, a, b }: BgNbdParams, time: number, mass: number, most: number): number[] {
  const next = negativeBinomial(r, alpha, time);
  const chances: number[] = [];
  let stayed = 1;
  let beyond = 1;
  let told = 0;
  for (let y = 0; y < most && told < mass; y++) {
    const left = y === 0 ? 0 : (stayed * a) / (a + b + y - 1);
    if (y > 0) stayed *= (b + y - 1) / (a + b + y - 1);
    const exactly = Math.exp(next());
    const chance = stayed * exactly + left * beyond;
    beyond = Math.max(0, beyond - exactly);
    chances.push(chance);
    told += chance;
    if (y > 8 && beyond === 0 && exactly === 0 && told > 0.5) break;
  }
  return chances;
}
