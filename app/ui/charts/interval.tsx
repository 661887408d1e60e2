import { Text } from "@shopify/polaris";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../shop-context.tsx";
import { lineGeometry } from "./line-geometry.ts";
import { plotFrame } from "./plot-frame.ts";
import { useWidth } from "./use-width.ts";

interface IntervalProps {
  title: string;
  /** minor units, as are its ends */
  mean: number;
  low: number;
  high: number;
}

const HEIGHT = 34;

/** An amount expected, as a point on the bar that holds the truth four times of five; the bar begins at zero, so width means doubt. */
export function Interval({ title, mean, low, high }: IntervalProps) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const id = useId();
  const { ref, width } = useWidth<HTMLDivElement>();
  const frame = plotFrame(width, HEIGHT, { left: 6, right: 6, top: 0, bottom: 0 });
  const { x } = lineGeometry([], frame, { xDomain: [Math.min(0, low, mean), Math.max(high * 1.05, mean * 1.05, 1)] });
  // A few who may bring much lift the mean of somebody who will most likely bring nothing above all that is likely.
  const nothing = Math.round(low) === 0 && Math.round(high) === 0 && Math.round(mean) !== 0;
  return (
    <div>
      <div ref={ref} style={{ height: HEIGHT, overflow: "hidden" }}>
        <svg
          className="crescendo-plot"
          width={frame.width}
          height={HEIGHT}
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-words`}
        >
          <title id={`${id}-title`}>{`${title}: ${money(mean)}`}</title>
          <line x1={frame.left} x2={frame.width - frame.right} y1={17} y2={17} stroke="#c9c9c9" />
          <line x1={x(0)} x2={x(0)} y1={9} y2={25} stroke="#8a8a8a" />
          <rect x={x(low)} y={9} width={Math.max(2, x(high) - x(low))} height={16} rx={4} fill="#b4cdf8" />
          <circle cx={x(mean)} cy={17} r={6} fill="#0b4bb3" stroke="#fff" strokeWidth={1.5} />
        </svg>
      </div>
      <Text as="p" variant="bodySm" tone="subdued" id={`${id}-words`}>
        {nothing ? t("chart.interval_nothing", { mean: money(mean) }) : t("chart.interval_words", { low: money(low), high: money(high) })}
      </Text>
    </div>
  );
}
