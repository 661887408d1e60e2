import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ClvDistribution } from "../../value/clv-distribution.ts";
import { BottomLabels, ValueAxis } from "../charts/axes.tsx";
import { barGeometry } from "../charts/bar-geometry.ts";
import { Chart } from "../charts/chart.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

/** How value is spread over customers: predicted where there is a forecast, else what they brought so far. */
export function DistributionCard({ distribution }: { distribution: ClvDistribution | null }) {
  const { t } = useTranslation();
  const { money, moneyShort, number, percent } = useFormats();
  if (!distribution || distribution.customers === 0) {
    return (
      <SectionCard title={t("value.distribution.title")}>
        <Text as="p">{t("value.distribution.none")}</Text>
      </SectionCard>
    );
  }
  const { bins, kind, topTenthShare, mean, median, tenths } = distribution;
  const edges = bins.flatMap(({ from }) => from ?? []);
  const short = (value: number) => moneyShort(value, edges);
  const range = (from: number | null, to: number | null) =>
    from === null
      ? t("value.distribution.below", { to: money(to ?? 0) })
      : to === null
        ? t("value.distribution.above", { from: money(from) })
        : t("value.distribution.between", { from: money(from), to: money(to) });
  const glance =
    topTenthShare === null
      ? t("value.distribution.middle", { mean: money(mean), median: money(median) })
      : t("value.distribution.glance", { share: percent(topTenthShare), mean: money(mean), median: money(median) });
  return (
    <SectionCard
      title={t("value.distribution.title")}
      intro={t(`value.distribution.kind.${kind}`, { base: t(`value.base_in_text.${distribution.base}`) })}
    >
      <BlockStack gap="300">
        <Text as="p" fontWeight="medium">
          {glance}
        </Text>
        <Chart
          title={t("value.distribution.title")}
          summary={glance}
          height={220}
          room={{ left: 48 }}
          table={{
            headings: [t("value.distribution.range"), t("value.distribution.customers"), t("value.distribution.sum")],
            rows: [
              ...bins.map((bin) => [range(bin.from, bin.to), number(bin.customers), money(bin.total)]),
              ...tenths.map((tenth, index) => [
                t("value.distribution.tenth", { place: number(index + 1) }),
                number(tenth.customers),
                money(tenth.total),
              ]),
            ],
          }}
          draw={(frame) => {
            const { bars, ticks } = barGeometry(
              bins.map(({ customers }) => customers),
              frame,
            );
            return (
              <>
                <ValueAxis frame={frame} ticks={ticks.filter(({ value }) => Number.isInteger(value))} format={(value) => number(value)} />
                {bars.map((bar) => (
                  <rect key={bar.x} x={bar.x} y={bar.y} width={bar.width} height={bar.height} fill="#2f6bd0" />
                ))}
                <BottomLabels
                  frame={frame}
                  labels={bars.flatMap((bar, index) => {
                    const { from = null, to = null } = bins[index] ?? {};
                    if (from === null) return [];
                    // The last bar holds all above, which its label has to say.
                    return [
                      to === null ? { x: bar.x + bar.width, text: `${short(from)}+`, always: true } : { x: bar.x, text: short(from) },
                    ];
                  })}
                />
              </>
            );
          }}
        />
      </BlockStack>
    </SectionCard>
  );
}
