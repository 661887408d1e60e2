import { Text } from "@shopify/polaris";
import { useId } from "react";
import { lineGeometry } from "./line-geometry.ts";
import { plotFrame } from "./plot-frame.ts";
import { useWidth } from "./use-width.ts";

interface IntervalProps {
  title: string;
  /** the same in a sentence, which stands below the picture */
  words: string;
  mean: number;
  low: number;
  high: number;
  format(value: number): string;
}

const HEIGHT = 34;

/** An estimate as a point on the bar that holds the truth four times of five; the bar begins at zero, so width means doubt. */
export function Interval({ title, words, mean, low, high, format }: IntervalProps) {
  const id = useId();
  const { ref, width } = useWidth<HTMLDivElement>();
  const frame = plotFrame(width, HEIGHT, { left: 6, right: 6, top: 0, bottom: 0 });
  const { x } = lineGeometry([], frame, { xDomain: [Math.min(0, low), Math.max(high * 1.05, 1)] });
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
          <title id={`${id}-title`}>{`${title}: ${format(mean)}`}</title>
          <line x1={frame.left} x2={frame.width - frame.right} y1={17} y2={17} stroke="#c9c9c9" />
          <line x1={x(0)} x2={x(0)} y1={9} y2={25} stroke="#8a8a8a" />
          <rect x={x(low)} y={9} width={Math.max(2, x(high) - x(low))} height={16} rx={4} fill="#b4cdf8" />
          <circle cx={x(mean)} cy={17} r={6} fill="#0b4bb3" stroke="#fff" strokeWidth={1.5} />
        </svg>
      </div>
      <Text as="p" variant="bodySm" tone="subdued" id={`${id}-words`}>
        {words}
      </Text>
    </div>
  );
}
