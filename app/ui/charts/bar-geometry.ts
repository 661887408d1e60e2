import { scaleBand, scaleLinear } from "d3-scale";
import { axisTicks } from "./axis-ticks.ts";
import type { PlotFrame } from "./plot-frame.ts";

export interface BarGeometry {
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** middle of the bar, for a label below it */
    readonly middle: number;
  }[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly zeroY: number;
}

/** Bars beside one another from zero, up or down. */
export function barGeometry(values: readonly number[], frame: PlotFrame): BarGeometry {
  const low = Math.min(0, ...values);
  const high = Math.max(low + (values.some((value) => value !== 0) ? 0 : 1), ...values);
  const y = scaleLinear([low, high], [frame.height - frame.bottom, frame.top]).nice(4);
  const x = scaleBand(values.map((_, index) => index) as number[], [frame.left, frame.width - frame.right])
    .paddingInner(0.16)
    .paddingOuter(0.08);
  return {
    bars: values.map((value, index) => {
      const top = y(Math.max(0, value));
      const left = x(index) ?? frame.left;
      return {
        x: left,
        y: top,
        width: x.bandwidth(),
        height: y(Math.min(0, value)) - top,
        middle: left + x.bandwidth() / 2,
      };
    }),
    ticks: axisTicks(y, values),
    zeroY: y(0),
  };
}
