/** Two figures are all that a plan of visitors knows. */
export function twoFigures(units: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, units))) - 1);
  return Math.round(units / step) * step;
}
