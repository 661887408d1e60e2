import { useTranslation } from "react-i18next";
import type { ExplainedDecision } from "../../funnel/explained-decision.ts";
import { useFormats } from "../shop-context.tsx";

/** What was decided and why, as sentences. */
export function useDecisionSentences(): (decision: ExplainedDecision) => string[] {
  const { t } = useTranslation();
  const { money, percent } = useFormats();
  const because = ({ candidates, propensity }: ExplainedDecision): string[] => {
    const chosen = candidates[0];
    if (!chosen || chosen.score === null) return [];
    const others = candidates.filter((one) => one !== chosen && one.score !== null && one.reason === null);
    const best = others.every((one) => (one.score ?? 0) <= (chosen.score ?? 0));
    const words = [t(best ? "why.because_best" : "why.because_learning", { score: money(chosen.score) })];
    if (propensity !== null && propensity < 1) words.push(t("why.because_chance", { share: percent(propensity, 1) }));
    return words;
  };
  return (decision) => {
    if (decision.outcome === "none") {
      const reason = decision.reason ?? "no_live_offer";
      return [t("why.nothing_shown"), t(`why.reason.${reason}`)];
    }
    const what = {
      offer: decision.offerName ?? t("why.deleted_offer"),
      product: decision.product ?? t("why.deleted_product"),
      price: decision.discountedPrice === null ? "" : money(decision.discountedPrice),
      before: decision.price === null ? "" : money(decision.price),
    };
    const fullPrice = decision.price !== null && decision.discountedPrice === decision.price;
    const told =
      decision.outcome === "withheld"
        ? [
            fullPrice ? t("why.withheld_full_price", what) : t("why.withheld", what),
            t(`why.withheld_by.${decision.withheld ?? "global_holdout"}`),
          ]
        : [fullPrice ? t("why.shown_full_price", what) : t("why.shown", what)];
    return [...told, ...because(decision)];
  };
}
