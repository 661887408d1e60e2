/**
 * ln P(y orders within `time`) for orders at a rate lambda ~ Gamma(shape, rate), called for y = 0, 1, 2, ... in turn.
 * In logarithms, because the first probabilities of a busy customer are smaller than any double.
 */
export function negativeBinomial(shape: number, rate: number, time: number): () => number {
  const none = -shape * Math.log1p(time / rate);
  const odds = time > 0 ? -Math.log1p(rate / time) : -Infinity;
  let y = 0;
  let log = none;
  return () => {
    if (y > 0) log += Math.log((shape + y - 1) / y) + odds;
    y++;
    return log;
  };
}
