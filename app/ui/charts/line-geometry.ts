import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { axisTicks } from "./axis-ticks.ts";
import type { PlotFrame } from "./plot-frame.ts";

/** null: not known there; the line has a gap. */
export interface LinePoint {
  readonly x: number;
  readonly y: number | null;
}

export interface LineSeries {
  readonly id: string;
  readonly points: readonly LinePoint[];
}

export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

interface LineOptions {
  readonly band?: readonly BandPoint[];
  /** fixed ends of the axes; else from zero, or the lowest value below it, to the highest */
  readonly yDomain?: readonly [number, number];
  readonly xDomain?: readonly [number, number];
}

export interface LineGeometry {
  readonly lines: readonly {
    readonly id: string;
    readonly path: string;
    readonly dots: readonly { readonly x: number; readonly y: number; readonly index: number }[];
  }[];
  readonly band: string | null;
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** pixel of a value on the horizontal axis */
  x(value: number): number;
  y(value: number): number;
}

/** Lines over one pair of axes, with a band behind them where an interval is known. */
export function lineGeometry(series: readonly LineSeries[], frame: PlotFrame, options: LineOptions = {}): LineGeometry {
  const points = series.flatMap((one) => one.points);
  const band = options.band ?? [];
  const xs = [...points, ...band].map((point) => point.x);
  const ys = [...points.flatMap((point) => (point.y === null ? [] : [point.y])), ...band.flatMap(({ low, high }) => [low, high])];
  const [left, right] = options.xDomain ?? [Math.min(...xs, Infinity), Math.max(...xs, -Infinity)];
  const lowest = Math.min(0, ...ys);
  const [low, high] = options.yDomain ?? [lowest, Math.max(lowest + (ys.some((y) => y !== 0) ? 0 : 1), ...ys)];
  const known = Number.isFinite(left) && Number.isFinite(right);
  const from = known ? left : 0;
  const x = scaleLinear([from, known && right > left ? right : from + 1], [frame.left, frame.width - frame.right]);
  const y = scaleLinear([low, high], [frame.height - frame.bottom, frame.top]);
  if (!options.yDomain) y.nice(4);
  const draw = line<LinePoint>()
    .defined((point) => point.y !== null)
    .x((point) => x(point.x))
    .y((point) => y(point.y ?? 0));
  const fill = area<BandPoint>()
    .x((point) => x(point.x))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high));
  return {
    lines: series.map((one) => ({
      id: one.id,
      path: draw(one.points) ?? "",
      dots: one.points.flatMap((point, index) => (point.y === null ? [] : [{ x: x(point.x), y: y(point.y), index }])),
    })),
    band: band.length > 0 ? fill(band) : null,
    ticks: axisTicks(y, [...ys, ...(options.yDomain ?? [])]),
    x: (value) => x(value),
    y: (value) => y(value),
  };
}
