import { type BottomLabel, fittingLabels } from "./fitting-labels.ts";
import type { PlotFrame } from "./plot-frame.ts";

interface ValueAxisProps {
  frame: PlotFrame;
  ticks: readonly { readonly value: number; readonly y: number }[];
  /** one value, and all that stand beside it */
  format(value: number, among: readonly number[]): string;
}

/** Lines across the chart with their values at the left. */
export function ValueAxis({ frame, ticks, format }: ValueAxisProps) {
  const values = ticks.map(({ value }) => value);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick.value}>
          <line x1={frame.left} x2={frame.width - frame.right} y1={tick.y} y2={tick.y} stroke={tick.value === 0 ? "#8a8a8a" : "#e3e3e3"} />
          <text x={frame.left - 8} y={tick.y} dy="0.32em" textAnchor="end">
            {format(tick.value, values)}
          </text>
        </g>
      ))}
    </>
  );
}

/** Words below the chart, as many as there is room for. */
export function BottomLabels({ frame, labels }: { frame: PlotFrame; labels: readonly BottomLabel[] }) {
  return (
    <>
      {fittingLabels(labels, frame).map(({ x, text, anchor }) => (
        <text key={`${x}-${text}`} x={x} y={frame.height - 8} textAnchor={anchor}>
          {text}
        </text>
      ))}
    </>
  );
}
