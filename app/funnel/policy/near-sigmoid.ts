import { sigmoid } from "../../value/models/logistic.ts";

/** Beyond it, draws are rare and exact. */
const REACH = 16;
const STEPS = 64;
const END = 2 * REACH * STEPS;
const table = Float64Array.from({ length: END + 2 }, (_, at) => sigmoid(at / STEPS - REACH));

/** sigmoid(x) within one part in 30,000, by a straight line between neighbours in a table: thousands of draws a decision would be as many exponentials. */
export function nearSigmoid(x: number): number {
  const at = (x + REACH) * STEPS;
  if (!(at >= 0 && at < END)) return sigmoid(x);
  const low = at | 0;
  const from = table[low] as number;
  return from + ((table[low + 1] as number) - from) * (at - low);
}
