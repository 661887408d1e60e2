import { scaleBand, scaleLinear } from "d3-scale";
import { axisTicks } from "./axis-ticks.ts";
import type { PlotFrame } from "./plot-frame.ts";

/** A total stands on zero; a step begins where the bar before it ended. */
export interface WaterfallPart {
  readonly id: string;
  readonly kind: "total" | "step";
  /** a total's height, a step's change */
  readonly amount: number;
}

export interface WaterfallBar {
  readonly id: string;
  readonly kind: "total" | "rise" | "fall" | "none";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** where the bar ends, to join it to the next */
  readonly endY: number;
  /** top of the bar, for a label above it */
  readonly labelY: number;
}

export interface WaterfallGeometry {
  readonly bars: readonly WaterfallBar[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly zeroY: number;
}

const THINNEST = 1.5;

/** Where the bars of a waterfall stand. Steps may go below zero and back. */
export function waterfallGeometry(parts: readonly WaterfallPart[], frame: PlotFrame): WaterfallGeometry {
  const spans: { id: string; kind: WaterfallBar["kind"]; from: number; to: number }[] = [];
  let level = 0;
  for (const { id, kind, amount } of parts) {
    const from = kind === "total" ? 0 : level;
    level = kind === "total" ? amount : level + amount;
    spans.push({ id, kind: kind === "total" ? "total" : amount > 0 ? "rise" : amount < 0 ? "fall" : "none", from, to: level });
  }
  const ends = spans.flatMap(({ from, to }) => [from, to]);
  const low = Math.min(0, ...ends);
  const high = Math.max(low + 1, ...ends);
  const y = scaleLinear([low, high], [frame.height - frame.bottom, frame.top + 16]).nice(4);
  const x = scaleBand(
    spans.map(({ id }) => id),
    [frame.left, frame.width - frame.right],
  )
    .paddingInner(0.28)
    .paddingOuter(0.14);
  return {
    bars: spans.map(({ id, kind, from, to }) => {
      const top = y(Math.max(from, to));
      const height = Math.max(THINNEST, y(Math.min(from, to)) - top);
      return { id, kind, x: x(id) ?? frame.left, y: top, width: x.bandwidth(), height, endY: y(to), labelY: top - 6 };
    }),
    ticks: axisTicks(y, ends),
    zeroY: y(0),
  };
}
