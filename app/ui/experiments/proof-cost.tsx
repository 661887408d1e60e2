import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Look } from "../../experiments/look.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import { proofCost } from "../../experiments/proof-plan.ts";
import { useFormats } from "../shop-context.tsx";
import { ProofDoubtBanner } from "./proof-doubt-banner.tsx";

interface ProofCostProps {
  /** of one offer, or of all */
  kind: "global_holdout" | "offer_holdout";
  power: PowerReport | null;
  look: Look | null;
  /** 0.1: 10 % */
  lift: number;
  /** held out now */
  share: number;
}

/** What proof mode does, whether that can decide, and what it costs as far as that can be told. */
export function ProofCost({ kind, power, look, lift, share }: ProofCostProps) {
  const { t } = useTranslation();
  const { days, money, number, percent } = useFormats();
  const cost = proofCost(power, look, { lift, share });
  return (
    <>
      <Text as="p">{t(`experiments.confirm.proof_text.${kind}`, { share: percent(share, 1), days: days(cost.days) })}</Text>
      <Text as="p" fontWeight="medium">
        {power === null
          ? t("experiments.confirm.proof_unplanned")
          : cost.visitors === null
            ? t("experiments.confirm.proof_no_traffic")
            : cost.profit === null
              ? t(`experiments.confirm.proof_cost_unknown.${kind}`, { visitors: number(cost.visitors) })
              : t(`experiments.confirm.proof_cost.${kind}`, { visitors: number(cost.visitors), profit: money(cost.profit) })}
      </Text>
      <ProofDoubtBanner power={power} lift={lift} />
    </>
  );
}
