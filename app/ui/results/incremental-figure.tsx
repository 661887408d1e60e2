import { Badge, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Incremental } from "../../ledger/incremental.ts";
import type { Roi } from "../../ledger/roi.ts";
import { useFormats } from "../shop-context.tsx";
import { signed } from "../signed.ts";
import { RoiSentence } from "./roi-text.tsx";

const TONE = { earns: "success", loses: "critical", undecided: "attention" } as const;

interface IncrementalFigureProps {
  incremental: Incremental;
  roi: Roi;
  /** the shop's offers together, or one offer */
  scope: "all" | "offer";
}

/** What would not have been earned without the offer, with its interval; while nothing can be said, why and what to do. */
export function IncrementalFigure({ incremental, roi, scope }: IncrementalFigureProps) {
  const { t } = useTranslation();
  const { money, number, range } = useFormats();
  const experiment = incremental.experimentId;
  const stopped = incremental.kind === "unknown" && incremental.filling === "nobody_held_out";
  return (
    <BlockStack gap="150">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingMd">
          {t("results.column.incremental")}
        </Text>
        {incremental.kind === "known" ? (
          <Badge tone={TONE[incremental.verdict]}>{t(`experiments.short.${incremental.verdict}`)}</Badge>
        ) : (
          <Badge>{t(`experiments.short.${incremental.reason}`)}</Badge>
        )}
      </InlineStack>
      {incremental.kind === "known" ? (
        <>
          <Text as="p" variant="heading2xl" numeric>
            {signed(incremental.expected, money)}
          </Text>
          <Text as="p">{t("results.between", { low: signed(incremental.low, money), high: signed(incremental.high, money) })}</Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("results.measured_on", {
              visitors: number(incremental.visitors),
              heldOut: number(incremental.heldOut),
              range: range(incremental.since ?? incremental.asOf, incremental.asOf),
            })}
          </Text>
          <RoiSentence roi={roi} />
        </>
      ) : (
        <>
          <Text as="p">
            {incremental.reason === "not_enough_data" && incremental.needed !== null
              ? t("results.needs_more", {
                  count: incremental.conversions ?? 0,
                  conversions: number(incremental.conversions ?? 0),
                  needed: number(incremental.needed),
                })
              : t(`results.unknown.${incremental.reason}`)}
            {incremental.reason === "not_enough_data" && incremental.filling !== null
              ? ` ${t(`results.filling.${incremental.filling}`)}`
              : null}
          </Text>
          {incremental.reason === "no_experiment" ? <Text as="p">{t(`results.begin.${scope}`)}</Text> : null}
          <RoiSentence roi={roi} />
        </>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {t(`results.incremental_meaning.${scope}`)}
      </Text>
      {experiment !== null ? (
        <Link url={`/app/experiments/${experiment}`}>{t(stopped ? "results.to_share" : "results.to_experiment")}</Link>
      ) : null}
    </BlockStack>
  );
}
