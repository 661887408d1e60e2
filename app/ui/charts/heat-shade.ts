/** Steps of one hue, from hardly anything to most; text stays readable on each (contrast 4.5 or more). */
const SHADES = [
  { background: "#f3f7fe", color: "#1a1a1a" },
  { background: "#d9e6fc", color: "#1a1a1a" },
  { background: "#b4cdf8", color: "#1a1a1a" },
  { background: "#8fb3f2", color: "#1a1a1a" },
  { background: "#2f6bd0", color: "#ffffff" },
  { background: "#0b4bb3", color: "#ffffff" },
] as const;
const BELOW_ZERO = { background: "#fdebe7", color: "#8e1f0b" } as const;

export type Shade = (typeof SHADES)[number] | typeof BELOW_ZERO;

/** The shade of a heat table's cell: `value` as a share of `highest`. The number stands in the cell, so shade is never the only sign. */
export function heatShade(value: number, highest: number): Shade {
  if (value < 0) return BELOW_ZERO;
  const share = highest > 0 ? Math.min(1, value / highest) : 0;
  return SHADES[Math.min(SHADES.length - 1, Math.floor(share * SHADES.length))] ?? SHADES[0];
}
