import { BlockStack, Button, Collapsible, InlineStack } from "@shopify/polaris";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { NamedTable } from "../named-table.tsx";
import { Legend, type LegendItem } from "./marks.tsx";
import { type PlotFrame, plotFrame } from "./plot-frame.ts";
import { useWidth } from "./use-width.ts";

export interface ChartTable {
  readonly headings: readonly string[];
  /** the first column is words, the others are figures */
  readonly rows: readonly (readonly ReactNode[])[];
}

interface ChartProps {
  /** what the picture is, and what it says at a glance; both are read out */
  title: string;
  summary: string;
  legend?: readonly LegendItem[];
  table: ChartTable;
  height: number;
  /** room for the axes, where it depends on the width as a function of it */
  room?: Partial<PlotFrame> | ((width: number) => Partial<PlotFrame>);
  draw(frame: PlotFrame): ReactNode;
}

/** A picture of figures with its name, its meaning in words, and the figures themselves as a table. */
export function Chart({ title, summary, legend = [], table, height, room, draw }: ChartProps) {
  const id = useId();
  const { ref, width } = useWidth<HTMLDivElement>();
  const frame = plotFrame(width, height, typeof room === "function" ? room(width) : room);
  return (
    <BlockStack gap="200">
      <Legend items={legend} />
      <div ref={ref} className="crescendo-chart-scroll" style={{ height }}>
        <svg
          className="crescendo-plot"
          width={frame.width}
          height={height}
          viewBox={`0 0 ${frame.width} ${height}`}
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-summary`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-summary`}>{summary}</desc>
          {draw(frame)}
        </svg>
      </div>
      <TableBehind title={title} table={table} />
    </BlockStack>
  );
}

/** The figures of a picture, on request. */
export function TableBehind({ title, table }: { title: string; table: ChartTable }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <InlineStack>
        <Button
          variant="plain"
          disclosure={open ? "up" : "down"}
          ariaExpanded={open}
          ariaControls={id}
          accessibilityLabel={t("chart.table_for", { title })}
          onClick={() => setOpen(!open)}
        >
          {t("chart.table")}
        </Button>
      </InlineStack>
      <Collapsible id={id} open={open} transition={false} expandOnPrint>
        <NamedTable
          name={title}
          columnContentTypes={table.headings.map((_, index) => (index === 0 ? ("text" as const) : ("numeric" as const)))}
          headings={[...table.headings]}
          rows={table.rows.map((row) => [...row])}
          increasedTableDensity
        />
      </Collapsible>
    </>
  );
}
