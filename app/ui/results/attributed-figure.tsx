import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Earned } from "../../ledger/earned.ts";
import type { Roi } from "../../ledger/roi.ts";
import { useFormats } from "../shop-context.tsx";
import { RoiSentence } from "./roi-text.tsx";

/** What buyers of offers bought, of the period. Stands beside the incremental figure, never in its place. */
export function AttributedFigure({ earned, roi }: { earned: Earned; roi: Roi }) {
  const { t } = useTranslation();
  const { money, number } = useFormats();
  const facts = [
    ["sold", earned.sold],
    ["refunded", -earned.refunded],
    ["cost", -earned.cost],
    ["fees", -earned.fees],
    ["profit", earned.profit],
  ] as const;
  return (
    <BlockStack gap="150">
      <Text as="h3" variant="headingSm">
        {t("results.attributed")}
      </Text>
      <Text as="p" variant="headingMd" numeric>
        {money(earned.profit)}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {t("results.attributed_meaning", { count: earned.orders, orders: number(earned.orders), discount: money(earned.discount) })}
      </Text>
      <dl className="crescendo-facts">
        {facts.map(([name, amount]) => (
          <div key={name}>
            <dt>{t(`results.column.${name}`)}</dt>
            <dd>{money(amount)}</dd>
          </div>
        ))}
      </dl>
      <RoiSentence roi={roi} />
    </BlockStack>
  );
}
