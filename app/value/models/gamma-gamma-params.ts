/**
 * Gamma-Gamma. A customer's orders are worth z ~ Gamma(shape p, rate nu), and nu ~ Gamma(q, v) over customers. v is in money;
 * q > 1, so that the mean p v / (q - 1) exists.
 */
export interface GammaGammaParams {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

/**
 * Expected value of a customer's orders, given the mean of `orders` orders seen: p (v + n z) / (p n + q - 1), between the customer's
 * own mean and the store's. With 0 orders it is the store's mean. In the money of v and of the mean.
 * Source: Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value, equation 5.
 */
export function expectedSpend({ p, q, v }: GammaGammaParams, orders: number, mean: number): number {
  return (p * (v + orders * mean)) / (p * orders + q - 1);
}
