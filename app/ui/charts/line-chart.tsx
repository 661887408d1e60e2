import { BottomLabels, ValueAxis } from "./axes.tsx";
import { Chart, type ChartTable } from "./chart.tsx";
import { type BandPoint, type LinePoint, lineGeometry } from "./line-geometry.ts";
import { type LegendItem, type Mark, PointMark } from "./marks.tsx";
import type { PlotFrame } from "./plot-frame.ts";

export interface DrawnSeries {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly mark: Mark;
  readonly dashed?: boolean;
  readonly points: readonly LinePoint[];
}

interface LineChartProps {
  title: string;
  summary: string;
  series: readonly DrawnSeries[];
  band?: { readonly label: string; readonly points: readonly BandPoint[] } | undefined;
  /** where the horizontal axis has words, as far as there is room for them */
  labels: readonly { readonly x: number; readonly text: string }[];
  format(value: number, among?: readonly number[]): string;
  table: ChartTable;
  height?: number;
  yDomain?: readonly [number, number];
  room?: Partial<PlotFrame>;
}

const BAND = "#d9e6fc";

/** Series over time, told apart by mark as well as by colour, with the interval of one of them behind. */
export function LineChart(props: LineChartProps) {
  const { series, band, labels, format, yDomain, room } = props;
  const legend: LegendItem[] = series.length > 1 || band ? [...series] : [];
  if (band) legend.push({ id: "band", label: band.label, color: BAND, mark: "band" });
  const draw = (frame: PlotFrame) => {
    const options = { ...(band ? { band: band.points } : {}), ...(yDomain ? { yDomain } : {}) };
    const geometry = lineGeometry(series, frame, options);
    return (
      <>
        {geometry.band ? <path d={geometry.band} fill={BAND} /> : null}
        <ValueAxis frame={frame} ticks={geometry.ticks} format={format} />
        <BottomLabels frame={frame} labels={labels.map(({ x, text }) => ({ x: geometry.x(x), text }))} />
        {series.map((one, index) => (
          <g key={one.id}>
            <path
              d={geometry.lines[index]?.path}
              fill="none"
              stroke={one.color}
              strokeWidth={2}
              {...(one.dashed ? { strokeDasharray: "5 4" } : {})}
            />
            {marked(geometry.lines[index]?.dots ?? []).map((dot) => (
              <PointMark key={dot.index} x={dot.x} y={dot.y} mark={one.mark} color={one.color} />
            ))}
          </g>
        ))}
      </>
    );
  };
  return (
    <Chart
      title={props.title}
      summary={props.summary}
      legend={legend}
      table={props.table}
      height={props.height ?? 240}
      {...(room ? { room } : {})}
      draw={draw}
    />
  );
}

const MOST_MARKS = 30;

/** Where points would run into one another, every so many keeps its mark; the line goes through all. */
function marked<Dot>(dots: readonly Dot[]): readonly Dot[] {
  const every = Math.ceil(dots.length / MOST_MARKS) * (dots.length > MOST_MARKS ? 4 : 1);
  return dots.filter((_, index) => index % every === 0 || index === dots.length - 1);
}
