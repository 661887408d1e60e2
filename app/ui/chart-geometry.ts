import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import type { ChartMonth } from "./every-month.ts";

export const CHART = { width: 760, height: 240, left: 64, right: 8, top: 8, bottom: 28 } as const;
export const SERIES = ["newRevenue", "returningRevenue", "guestRevenue"] as const;
export type Series = (typeof SERIES)[number];

/** "thg 11 2026" needs 70 units of the picture's 760. */
const MOST_LABELS = 9;

export interface ChartBar {
  readonly series: Series;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartGeometry {
  readonly months: readonly {
    readonly month: string;
    /** stands for many months without an order */
    readonly gap: boolean;
    readonly x: number;
    readonly labelled: boolean;
    readonly bars: readonly ChartBar[];
  }[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

/** Where stacked bars stand, in the units of `CHART`. Months with negative parts (more refunded than sold) count as zero. */
export function chartGeometry(rows: readonly ChartMonth[]): ChartGeometry {
  const shown = rows.map((row) => ({
    ...row,
    newRevenue: Math.max(0, row.newRevenue),
    returningRevenue: Math.max(0, row.returningRevenue),
    guestRevenue: Math.max(0, row.guestRevenue),
  }));
  const top = Math.max(1, ...shown.map((row) => row.newRevenue + row.returningRevenue + row.guestRevenue));
  const y = scaleLinear([0, top], [CHART.height - CHART.bottom, CHART.top]).nice(4);
  const x = scaleBand(
    shown.map((row) => row.month),
    [CHART.left, CHART.width - CHART.right],
  )
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const layers = stack<(typeof shown)[number], Series>().keys([...SERIES])(shown);
  const every = Math.max(1, Math.ceil(shown.length / MOST_LABELS));
  return {
    months: shown.map((row, index) => ({
      month: row.month,
      x: (x(row.month) ?? 0) + x.bandwidth() / 2,
      gap: row.until !== undefined,
      labelled: row.until !== undefined || index % every === 0,
      bars: layers.map((layer) => {
        const [low, high] = layer[index] ?? [0, 0];
        return { series: layer.key, x: x(row.month) ?? 0, y: y(high), width: x.bandwidth(), height: y(low) - y(high) };
      }),
    })),
    ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
  };
}
