import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { VALUE_BASES } from "../../value/amounts.ts";
import { PeriodSelect } from "../period-select.tsx";
import { ExportButton } from "./export-button.tsx";
import { comparesOf, type ValueState } from "./value-state.ts";

interface ValueSelectsProps {
  /** as chosen, whether its figures are there yet or not */
  state: ValueState;
  loading: boolean;
  choose(name: keyof ValueState, chosen: string): void;
}

/** The choices of the Value page. They stay usable while figures load: one that is disabled would lose the keyboard's place. */
export function ValueSelects({ state, loading, choose }: ValueSelectsProps) {
  const { t } = useTranslation();
  const compares = comparesOf(state.period);
  return (
    <div className="crescendo-controls" aria-busy={loading}>
      <PeriodSelect period={state.period} choose={(chosen) => choose("period", chosen)} />
      <Select
        label={t("value.compare")}
        options={compares.map((name) => ({ value: name, label: t(`value.compare_with.${name}`) }))}
        value={state.compare}
        onChange={(chosen) => choose("compare", chosen)}
        disabled={compares.length < 2}
      />
      <Select
        label={t("value.base_label")}
        options={VALUE_BASES.map((name) => ({ value: name, label: t(`value.base.${name}`) }))}
        value={state.base}
        onChange={(chosen) => choose("base", chosen)}
      />
      <ExportButton address="/app/value-export" file="customer-value.csv" />
    </div>
  );
}
