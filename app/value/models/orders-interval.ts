/** The middle and the 80 % interval of a whole number of orders: 10 % at most lie below `low`, 10 % at most above `high`. */
export interface OrdersInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * @param alive P(alive)
 * @param whileAlive P(0), P(1), ... of a customer who is alive, summing to 1
 */
export function ordersInterval(alive: number, whileAlive: ArrayLike<number>): OrdersInterval {
  return { low: quantile(alive, whileAlive, 0.1), median: quantile(alive, whileAlive, 0.5), high: quantile(alive, whileAlive, 0.9) };
}

function quantile(alive: number, whileAlive: ArrayLike<number>, level: number): number {
  let told = 1 - alive;
  const last = whileAlive.length - 1;
  for (let y = 0; y < last; y++) {
    told += alive * (whileAlive[y] as number);
    // Rounding must not push a quantile that is reached exactly to the next order.
    if (told >= level - 1e-12) return y;
  }
  return last;
}
