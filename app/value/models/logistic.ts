/** 1 / (1 + e^-x) without overflow; 0 at minus infinity, 1 at infinity. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}
