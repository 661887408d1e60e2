const MIN_TOGETHER = 5;
/** chi-square of one degree of freedom at p = 0.001 */
const EVIDENCE = 10.83;

/**
 * Dunning's G-squared of two products over all orders: how much likelier their counts are if the two depend on each other.
 * `together` orders have both, `first` and `second` have each, `orders` there are. Zero or more.
 * Source: Dunning (1993), Accurate Methods for the Statistics of Surprise and Coincidence.
 */
export function logLikelihoodRatio(together: number, first: number, second: number, orders: number): number {
  const neither = orders - first - second + together;
  const rows = entropy(first, orders - first);
  const columns = entropy(second, orders - second);
  const cells = entropy(together, first - together, second - together, neither);
  return Math.max(0, 2 * (rows + columns - cells));
}

/** Whether the shop may say "often bought together": strong evidence, of at least five orders, and more often than by chance. */
export function oftenTogether(together: number, first: number, second: number, orders: number): boolean {
  return together >= MIN_TOGETHER && together * orders > first * second && logLikelihoodRatio(together, first, second, orders) >= EVIDENCE;
}

/** n ln n - sum of k ln k: n times the entropy of the counts. */
function entropy(...counts: readonly number[]): number {
  let total = 0;
  let sum = 0;
  for (const count of counts) {
    total += count;
    if (count > 0) sum += count * Math.log(count);
  }
  return (total > 0 ? total * Math.log(total) : 0) - sum;
}
