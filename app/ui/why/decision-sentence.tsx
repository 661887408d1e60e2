import { useTranslation } from "react-i18next";
import { chanceOfNothing } from "../../funnel/trace/chance-of-nothing.ts";
import type { ExplainedCandidate, ExplainedDecision } from "../../funnel/trace/explained-decision.ts";
import { useFormats } from "../shop-context.tsx";

/** What was decided and why, as sentences. */
export function useDecisionSentences(): (decision: ExplainedDecision) => string[] {
  const { t } = useTranslation();
  const { money, percent } = useFormats();
  const chance = ({ propensity }: ExplainedDecision) =>
    propensity === null || propensity === 1 ? [] : [t("why.because_chance", { share: percent(propensity, 1) })];
  /** Showing nothing adds 0, where it was a choice. */
  const compared = (decision: ExplainedDecision, chosen: ExplainedCandidate, score: number): string[] => {
    const others = bestScore(decision.candidates.filter((one) => one !== chosen));
    if (score >= 0) return [t(others > score ? "why.because_learning" : "why.because_best", { score: money(score) })];
    const loses = t("why.because_loss", { loss: money(-score) });
    if (chanceOfNothing(decision)) return [loses, t(others > 0 ? "why.tried_beside_offer" : "why.tried_beside_nothing")];
    if (others > score) return [loses, t("why.tried_beside_offer")];
    return [loses, t(chosen.source === "pinned" ? "why.because_pinned" : "why.because_tripwire")];
  };
  const because = (decision: ExplainedDecision): string[] => {
    const chosen = decision.candidates[0];
    if (!chosen || chosen.score === null) return [];
    const { score, later } = chosen;
    const parts = later === 0 ? [] : [t("why.because_later", { now: money(score - later), later: money(later) })];
    return [...compared(decision, chosen, score), ...parts, ...chance(decision)];
  };
  const becauseNothing = (decision: ExplainedDecision): string[] => {
    const best = bestScore(decision.candidates);
    const tried = decision.reason === "no_profitable_offer" && decision.propensity !== null && best > 0;
    const why = tried ? t("why.nothing_tried", { score: money(best) }) : t(`why.reason.${decision.reason ?? "no_live_offer"}`);
    return [t("why.nothing_shown"), why, ...chance(decision)];
  };
  return (decision) => {
    if (decision.outcome === "none") return becauseNothing(decision);
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

/** Of what competed; minus infinity where nothing did. */
function bestScore(candidates: readonly ExplainedCandidate[]): number {
  return candidates.reduce((best, { score, reason }) => (reason === null && score !== null ? Math.max(best, score) : best), -Infinity);
}
