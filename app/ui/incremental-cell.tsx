import { BlockStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ProvenOffer } from "../experiments/proven-offers.ts";
import { useFormats } from "./shop-context.tsx";

/** An offer's incremental profit by its holdout, in a cell; attributed profit counts what shoppers would have bought anyway. */
export function IncrementalCell({ proven }: { proven: ProvenOffer | undefined }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  if (!proven) {
    return (
      <Text as="p" alignment="end" tone="subdued">
        {t("experiments.short.no_experiment")}
      </Text>
    );
  }
  const { verdict, total } = proven;
  const known = total !== null && (verdict === "earns" || verdict === "loses");
  return (
    <BlockStack gap="050" inlineAlign="end">
      <Text as="p" numeric {...(verdict === "loses" ? { tone: "critical" as const } : {})}>
        {known ? money(total.expected) : t(`experiments.short.${verdict ?? "not_read"}`)}
      </Text>
      <Link url={`/app/experiments/${proven.experimentId}`}>{t("offers.experiment")}</Link>
    </BlockStack>
  );
}
