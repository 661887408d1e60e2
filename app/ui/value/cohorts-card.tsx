import { BlockStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { CohortTable } from "../../value/cohort-table.ts";
import { SectionCard } from "../section-card.tsx";
import { CohortCurve } from "./cohort-curve.tsx";
import { CohortHeat } from "./cohort-heat.tsx";
import { COHORT_MEASURES, type CohortMeasure, measureBase } from "./cohort-measure.ts";

/** Customers by the month of their first order: do they come back, and what do they bring? */
export function CohortsCard({ table, base }: { table: CohortTable; base: ValueBase }) {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<CohortMeasure>("retention");
  if (table.cohorts.length === 0 && !table.older) {
    return (
      <SectionCard title={t("value.cohorts.title")}>
        <Text as="p">{t("value.cohorts.none")}</Text>
      </SectionCard>
    );
  }
  return (
    <SectionCard
      title={t("value.cohorts.title")}
      intro={t("value.cohorts.intro")}
      control={
        <Select
          label={t("value.cohorts.measure")}
          labelHidden
          options={COHORT_MEASURES.map((name) => ({ value: name, label: t(`value.cohorts.by.${name}`) }))}
          value={measure}
          onChange={(chosen) => setMeasure(COHORT_MEASURES.find((name) => name === chosen) ?? "retention")}
        />
      }
    >
      <BlockStack gap="400">
        <Text as="p" variant="bodySm" tone="subdued">
          {t(`value.cohorts.meaning.${measure}`, { base: t(`value.base_in_text.${measureBase(measure, base)}`) })}
        </Text>
        <CohortCurve table={table} measure={measure} base={base} />
        <CohortHeat table={table} measure={measure} base={base} />
      </BlockStack>
    </SectionCard>
  );
}
