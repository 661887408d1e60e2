import { useTranslation } from "react-i18next";
import { minorDigits } from "../../money/money.ts";
import { useFormats, useShop } from "../shop-context.tsx";
import { signed } from "../signed.ts";
import { ValueAxis } from "./axes.tsx";
import { Chart, type ChartTable } from "./chart.tsx";
import { type WaterfallBar, type WaterfallPart, waterfallGeometry } from "./waterfall-geometry.ts";
import { wrapWords } from "./wrap-words.ts";

interface WaterfallProps {
  title: string;
  summary: string;
  parts: readonly (WaterfallPart & { readonly label: string })[];
  table: ChartTable;
}

const FILL: Record<WaterfallBar["kind"], string> = { total: "#4a4a4a", rise: "#0b7a4b", fall: "#c4320a", none: "#8a8a8a" };
const LETTER = 6;
/** from here on every label fits on one line */
const WIDE = 640;

/** From one total to the next by steps. Up and down differ by sign and arrow, not by colour alone. */
export function Waterfall({ title, summary, parts, table }: WaterfallProps) {
  const { t } = useTranslation();
  const { moneyShort } = useFormats();
  const { locale, currency } = useShop();
  const bare = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const withoutCurrency = (amount: number) => bare.format(amount / 10 ** minorDigits(currency));
  return (
    <Chart
      title={title}
      summary={summary}
      table={table}
      height={270}
      room={(width) => ({ bottom: width < WIDE ? 56 : 30 })}
      legend={[
        { id: "rise", label: t("chart.rose"), color: FILL.rise, mark: "bar" },
        { id: "fall", label: t("chart.fell"), color: FILL.fall, mark: "bar" },
      ]}
      draw={(frame) => {
        // Between narrow bars there is no room for a currency; the axis and the sentence above have it.
        const narrow = frame.width < WIDE;
        const short = narrow ? withoutCurrency : moneyShort;
        const { bars, ticks, zeroY } = waterfallGeometry(parts, frame);
        return (
          <>
            <ValueAxis frame={frame} ticks={ticks} format={moneyShort} />
            <line x1={frame.left} x2={frame.width - frame.right} y1={zeroY} y2={zeroY} stroke="#8a8a8a" />
            {bars.map((bar, index) => {
              const part = parts[index];
              const next = bars[index + 1];
              const middle = bar.x + bar.width / 2;
              if (!part) return null;
              return (
                <g key={bar.id}>
                  <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} rx={1} fill={FILL[bar.kind]} />
                  {next ? (
                    <line x1={bar.x + bar.width} x2={next.x} y1={bar.endY} y2={bar.endY} stroke="#8a8a8a" strokeDasharray="2 2" />
                  ) : null}
                  <text className="crescendo-plot-strong" x={middle} y={bar.labelY} textAnchor="middle">
                    {bar.kind === "total" ? short(part.amount) : `${narrow ? "" : ARROW[bar.kind]}${signed(part.amount, short)}`}
                  </text>
                  {wrapWords(part.label, (bar.width * 1.35) / LETTER).map((line, row) => (
                    <text key={line} x={middle} y={frame.height - frame.bottom + 16 + row * 13} textAnchor="middle">
                      {line}
                    </text>
                  ))}
                </g>
              );
            })}
          </>
        );
      }}
    />
  );
}

const ARROW: Record<WaterfallBar["kind"], string> = { total: "", rise: "▲ ", fall: "▼ ", none: "" };
