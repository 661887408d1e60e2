import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { isTooLong, LONGEST_PROOF_DAYS, type PowerReport } from "../../experiments/power-report.ts";
import { proofDoubt } from "../../experiments/proof-plan.ts";
import { useFormats } from "../shop-context.tsx";
import { twoFigures } from "./two-figures.ts";

/** Says that a proof for `lift` (0.1: 10 %) ends before it can decide: how long it would take, and what four weeks show instead. */
export function ProofDoubtBanner({ power, lift }: { power: PowerReport | null; lift: number }) {
  const { t } = useTranslation();
  const { days, number, percent } = useFormats();
  const doubt = proofDoubt(power, lift);
  if (!power || !doubt) return null;
  const takes = { lift: percent(lift), units: number(twoFigures(doubt.units)) };
  const comes = { days: days(LONGEST_PROOF_DAYS), visitors: number(twoFigures(doubt.visitors)) };
  return (
    <Banner tone="warning" title={t("experiments.confirm.proof_doubt.title")}>
      <BlockStack gap="100">
        <Text as="p">
          {isTooLong(doubt.days)
            ? t("experiments.confirm.proof_doubt.takes_years", takes)
            : t("experiments.confirm.proof_doubt.takes", { ...takes, days: days(Math.ceil(doubt.days)) })}
        </Text>
        <Text as="p">
          {power.provable === null
            ? t("experiments.confirm.proof_doubt.shows_nothing", { ...comes, lift: percent(1) })
            : t("experiments.confirm.proof_doubt.shows", { ...comes, lift: percent(power.provable) })}
        </Text>
      </BlockStack>
    </Banner>
  );
}
