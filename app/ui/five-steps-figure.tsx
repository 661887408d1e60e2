import { useTranslation } from "react-i18next";
import type { FiveSteps } from "../value/five-steps.ts";
import { YEAR_DAYS } from "../value/lifespan.ts";
import { Figure } from "./figure.tsx";
import { useFormats } from "./shop-context.tsx";

interface FiveStepsFigureProps {
  steps: FiveSteps;
  label: string;
  /** said beside the figure, where there is one */
  note: string;
}

/** CLV in five steps with its inputs; where a long pause leaves some of the period's orders out it says which ones count. */
export function FiveStepsFigure({ steps: { clv, customerValue, lifespanDays, span }, label, note }: FiveStepsFigureProps) {
  const { t } = useTranslation();
  const { money, number, range } = useFormats();
  const days = span && range(span.from, span.to);
  if (clv === null || customerValue === null) {
    const why = days ? t("figures.clv_span_short", { range: days }) : t("figures.clv_none_note");
    return <Figure label={label} value={t("figures.clv_none")} note={why} formula={t("figures.clv_formula")} inputs={why} />;
  }
  return (
    <Figure
      label={label}
      value={money(clv)}
      note={days ? `${t("figures.clv_span", { range: days })} ${note}` : note}
      formula={t("figures.clv_formula")}
      inputs={t("figures.clv_inputs", {
        value: money(customerValue),
        lifespan: number(lifespanDays / YEAR_DAYS, 3),
        result: money(clv),
      })}
    />
  );
}
