import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { ValueOverview } from "../../value/value-overview.ts";
import { Figure } from "../figure.tsx";
import { FiveStepsFigure } from "../five-steps-figure.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { relativeChange, signed } from "../signed.ts";
import { ForecastFigure } from "./forecast-figure.tsx";

/** an assumed share of the cost below this rounds to 0 % */
const WORTH_SAYING = 0.005;

/** Every figure of the store, each with its formula and the inputs it was made of. */
export function StoreFigures({ overview }: { overview: ValueOverview }) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  const { base } = overview;
  return (
    <SectionCard
      title={t("value.figures.title")}
      intro={
        base === "profit" && overview.assumedCostShare >= WORTH_SAYING
          ? t("value.figures.intro_assumed", { share: percent(overview.assumedCostShare) })
          : t("value.figures.intro")
      }
    >
      <div className="crescendo-figures">
        <PeriodFiguresOf overview={overview} base={base} />
        <Lifespans overview={overview} />
        <Lifetimes overview={overview} />
        <ForecastFigure forecast={overview.forecast} noForecast={overview.noForecast} base={base} />
      </div>
    </SectionCard>
  );
}

/** AOV, APF and Customer Value of the period, and what they were in the one compared with. */
function PeriodFiguresOf({ overview: { period, comparison }, base }: { overview: ValueOverview; base: ValueBase }) {
  const { t } = useTranslation();
  const { money, number, percent } = useFormats();
  const words = t(`value.base_in_text.${base}`);
  const before = (then: number | null | undefined, now: number | null | undefined, text: (value: number) => string) => {
    const change = relativeChange(then, now);
    if (then === null || then === undefined) return undefined;
    return change === null
      ? t("value.figures.before", { before: text(then) })
      : t("value.figures.before_change", { before: text(then), change: signed(change, (share) => percent(share, 1)) });
  };
  const or = (value: number | null | undefined, text: (value: number) => string) =>
    value === null || value === undefined ? t("value.none") : text(value);
  const named = (figure: string) => t("value.figures.named", { figure, base: words });
  const then = comparison?.period;
  const frequency = (value: number) => number(value, 2);
  return (
    <>
      <Figure
        label={named(t("figures.aov"))}
        value={or(period.storeAov?.[base], money)}
        note={before(then?.storeAov?.[base], period.storeAov?.[base], money)}
        formula={t("value.figures.aov_formula", { base: words })}
        inputs={t("value.figures.aov_inputs", {
          count: period.orders,
          total: money(period.total[base]),
          orders: number(period.orders),
          result: or(period.storeAov?.[base], money),
        })}
      />
      <Figure
        label={t("figures.apf")}
        value={or(period.apf, frequency)}
        note={before(then?.apf, period.apf, frequency)}
        formula={t("figures.apf_formula")}
        inputs={t("figures.apf_inputs", {
          orders: t("figures.orders_counted", { count: period.identifiedOrders, orders: number(period.identifiedOrders) }),
          customers: t("figures.customers_counted", { count: period.customers, customers: number(period.customers) }),
          result: or(period.apf, frequency),
        })}
      />
      <Figure
        label={named(t("figures.customer_value"))}
        value={or(period.customerValue?.[base], money)}
        note={before(then?.customerValue?.[base], period.customerValue?.[base], money)}
        formula={t("value.figures.customer_value_formula", { base: words })}
        inputs={t("value.figures.customer_value_inputs", {
          aov: or(period.aov?.[base], money),
          apf: or(period.apf, frequency),
          total: money(period.identified[base]),
          customers: number(period.customers),
          result: or(period.customerValue?.[base], money),
        })}
      />
    </>
  );
}

function Lifespans({ overview: { lifespan, period } }: { overview: ValueOverview }) {
  const { t } = useTranslation();
  const { number, days, percent } = useFormats();
  const { simpleDays, model } = lifespan;
  const years = model?.years ?? null;
  return (
    <>
      <Figure
        label={t("value.figures.lifespan_simple")}
        value={simpleDays === null ? t("value.none") : days(simpleDays)}
        note={t("value.figures.lifespan_simple_note")}
        formula={t("figures.lifespan_formula")}
        inputs={t("figures.lifespan_inputs", {
          count: period.customers,
          customers: number(period.customers),
          result: simpleDays === null ? t("value.none") : days(simpleDays),
        })}
      />
      <Figure
        label={t("value.figures.lifespan_churn")}
        value={years === null ? t("value.none") : t("value.years", { years: number(years, 1) })}
        note={model && years === null ? t("value.figures.churn_none") : undefined}
        formula={t("value.figures.churn_formula")}
        inputs={
          model && years !== null
            ? t("value.figures.churn_inputs", { churn: percent(model.churnAYear, 1), years: t("value.years", { years: number(years, 1) }) })
            : t(model ? "value.figures.churn_none" : "value.figures.churn_waiting")
        }
      />
    </>
  );
}

function Lifetimes({ overview: { historicClv, fiveSteps, base } }: { overview: ValueOverview }) {
  const { t } = useTranslation();
  const { money, number } = useFormats();
  const each = historicClv.perCustomer?.[base] ?? null;
  return (
    <>
      <FiveStepsFigure steps={fiveSteps} label={t("value.figures.five_steps")} note={t("value.figures.five_steps_note")} />
      <Figure
        label={t("value.figures.named", { figure: t("value.figures.historic"), base: t(`value.base_in_text.${base}`) })}
        value={each === null ? t("value.none") : money(each)}
        note={t("value.figures.historic_note")}
        formula={t("value.figures.historic_formula", { base: t(`value.base_in_text.${base}`) })}
        inputs={t("value.figures.divided", {
          count: historicClv.customers,
          total: money(historicClv.total[base]),
          customers: number(historicClv.customers),
          result: each === null ? t("value.none") : money(each),
        })}
      />
    </>
  );
}
