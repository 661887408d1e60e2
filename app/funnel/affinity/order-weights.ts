import type { Baskets } from "./baskets.ts";

/**
 * What each order counts: 2^(-age / halfLifeDays) x max(size - 1, 1)^-sizeDamping, so that an order of many
 * products does not speak once for each of its pairs.
 */
export function orderWeights({ starts, ages }: Baskets, halfLifeDays: number, sizeDamping: number): Float32Array {
  const orders = starts.length - 1;
  const weights = new Float32Array(orders);
  // sizes repeat, and a power costs more than the rest of the loop
  const bySize = new Float64Array(256);
  for (let size = 0; size < bySize.length; size++) bySize[size] = Math.max(size - 1, 1) ** -sizeDamping;
  const decay = -Math.LN2 / halfLifeDays;
  for (let order = 0; order < orders; order++) {
    const size = (starts[order + 1] as number) - (starts[order] as number);
    const damped = size < bySize.length ? (bySize[size] as number) : (size - 1) ** -sizeDamping;
    const age = ages[order] as number;
    weights[order] = age === 0 ? damped : Math.exp(decay * age) * damped;
  }
  return weights;
}
