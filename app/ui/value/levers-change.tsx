import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { Decomposition } from "../../value/decompose-change.ts";
import type { PeriodFigures } from "../../value/period-figures.ts";
import { Waterfall } from "../charts/waterfall.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { relativeChange, signed } from "../signed.ts";

const LEVERS = ["customers", "apf", "aov", "guests"] as const;
const COLUMNS = ["lever", "before", "now", "change", "effect"] as const;
type Lever = (typeof LEVERS)[number];

interface LeversChangeProps {
  period: PeriodFigures;
  comparison: { readonly period: PeriodFigures; readonly decomposition: Decomposition } | null;
  base: ValueBase;
  /** where the orders begin, when that is too late for the comparison asked for */
  begins: string | null;
}

/** The change between two periods as what each lever did to it; the parts add up without rest. */
export function LeversChange({ period, comparison, base, begins }: LeversChangeProps) {
  const { t } = useTranslation();
  const { money, number, percent, date } = useFormats();
  const words = t(`value.base_in_text.${base}`);
  if (!comparison || comparison.period.orders === 0) {
    return (
      <SectionCard title={t("value.levers.title")}>
        <Text as="p">
          {begins
            ? t("value.levers.begins", { date: date(begins) })
            : t(comparison ? "value.levers.nothing_before" : "value.levers.no_comparison")}
        </Text>
      </SectionCard>
    );
  }
  const { decomposition: parts, period: then } = comparison;
  const levers = LEVERS.filter((lever) => lever !== "guests" || then.guestOrders > 0 || period.guestOrders > 0);
  const strongest = levers.reduce((best, lever) => (Math.abs(parts[lever]) > Math.abs(parts[best]) ? lever : best));
  const steps: Record<Lever, { before: string; now: string; change: number | null }> = {
    customers: {
      before: number(then.customers),
      now: number(period.customers),
      change: relativeChange(then.customers, period.customers),
    },
    apf: { before: number(then.apf ?? 0, 2), now: number(period.apf ?? 0, 2), change: relativeChange(then.apf, period.apf) },
    aov: {
      before: money(then.aov?.[base] ?? 0),
      now: money(period.aov?.[base] ?? 0),
      change: relativeChange(then.aov?.[base], period.aov?.[base]),
    },
    guests: {
      before: money(then.total[base] - then.identified[base]),
      now: money(period.total[base] - period.identified[base]),
      change: relativeChange(then.total[base] - then.identified[base], period.total[base] - period.identified[base]),
    },
  };
  const sentence = t(parts.change === 0 ? "value.levers.same" : parts.change > 0 ? "value.levers.rose" : "value.levers.fell", {
    base: words,
    change: money(Math.abs(parts.change)),
    lever: t(`value.levers.name.${strongest}`),
    part: signed(parts[strongest], money),
  });
  return (
    <SectionCard title={t("value.levers.title")} intro={t("value.levers.intro", { base: words })}>
      <BlockStack gap="300">
        <Text as="p" variant="headingMd" fontWeight="medium">
          {sentence}
        </Text>
        <Waterfall
          title={t("value.levers.title")}
          summary={sentence}
          parts={[
            { id: "before", kind: "total", amount: parts.before, label: t("value.levers.before") },
            ...levers.map((lever) => ({ id: lever, kind: "step" as const, amount: parts[lever], label: t(`value.levers.name.${lever}`) })),
            { id: "now", kind: "total", amount: parts.after, label: t("value.levers.now") },
          ]}
          table={{
            headings: COLUMNS.map((column) => t(`value.levers.column.${column}`)),
            rows: [
              ...levers.map((lever) => {
                const { before, now, change } = steps[lever];
                return [
                  t(`value.levers.name.${lever}`),
                  before,
                  now,
                  change === null ? t("value.none") : signed(change, (share) => percent(share, 1)),
                  signed(parts[lever], money),
                ];
              }),
              [t(`value.base.${base}`), money(parts.before), money(parts.after), totalChange(), signed(parts.change, money)],
            ],
          }}
        />
      </BlockStack>
    </SectionCard>
  );

  function totalChange(): string {
    const change = relativeChange(parts.before, parts.after);
    return change === null ? t("value.none") : signed(change, (share) => percent(share, 1));
  }
}
