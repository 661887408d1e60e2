import { useId } from "react";
import { useFormats } from "../shop-context.tsx";
import { Legend } from "./marks.tsx";
import { plotFrame } from "./plot-frame.ts";
import { useWidth } from "./use-width.ts";

interface ShareBarsProps {
  title: string;
  summary: string;
  first: string;
  second: string;
  /** shares, 0 to 1 */
  rows: readonly { readonly id: string; readonly label: string; readonly first: number; readonly second: number }[];
}

const ROW = 34;
const LABELS = 118;
const COLORS = { first: "#8fb3f2", second: "#0b4bb3" } as const;

/** Two shares a row, so that a small group that brings much is seen at once. The figures stand in the table that follows it. */
export function ShareBars({ title, summary, first, second, rows }: ShareBarsProps) {
  const id = useId();
  const { percent } = useFormats();
  const { ref, width } = useWidth<HTMLDivElement>();
  const height = rows.length * ROW + 4;
  const frame = plotFrame(width, height, { left: LABELS, right: 44 });
  const most = Math.max(0.01, ...rows.flatMap((row) => [row.first, row.second]));
  const length = (share: number) => (Math.max(0, share) / most) * (frame.width - frame.left - frame.right);
  return (
    <>
      <Legend
        items={[
          { id: "first", label: first, color: COLORS.first, mark: "bar" },
          { id: "second", label: second, color: COLORS.second, mark: "bar" },
        ]}
      />
      <div ref={ref} className="crescendo-chart-scroll" style={{ height }}>
        <svg
          className="crescendo-plot"
          width={frame.width}
          height={height}
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-summary`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-summary`}>{summary}</desc>
          {rows.map((row, index) => (
            <g key={row.id} transform={`translate(0 ${index * ROW + 4})`}>
              <text x={frame.left - 8} y={14} dy="0.32em" textAnchor="end">
                {row.label}
              </text>
              {(["first", "second"] as const).map((name, place) => (
                <g key={name}>
                  <rect x={frame.left} y={place * 13} width={Math.max(1, length(row[name]))} height={12} fill={COLORS[name]} />
                  <text x={frame.left + length(row[name]) + 5} y={place * 13 + 6} dy="0.32em">
                    {percent(row[name])}
                  </text>
                </g>
              ))}
            </g>
          ))}
        </svg>
      </div>
    </>
  );
}
