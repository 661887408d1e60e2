import { useNavigation, useSearchParams } from "@remix-run/react";
import { BlockStack, Box, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { VALUE_BASES } from "../../value/value-report.ts";
import { PERIODS } from "../period.ts";
import { useFormats } from "../shop-context.tsx";
import { ExportButton } from "./export-button.tsx";
import { comparesOf, type ValueRanges, type ValueState } from "./value-state.ts";

interface ValueControlsProps {
  state: ValueState;
  ranges: ValueRanges;
  /** the last order is long ago, so periods end with it */
  quiet: boolean;
}

/** Which period, beside which, and what counts as value; all of it lives in the address. */
export function ValueControls({ state, ranges, quiet }: ValueControlsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [parameters, setParameters] = useSearchParams();
  const navigation = useNavigation();
  const choose = (name: keyof ValueState) => (chosen: string) => {
    const next = new URLSearchParams(parameters);
    next.set(name, chosen);
    setParameters(next, { preventScrollReset: true });
  };
  const disabled = navigation.state === "loading";
  const compares = comparesOf(state.period);
  const compare = compares.includes(state.compare) ? state.compare : (compares[0] ?? "none");
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <BlockStack gap="200">
        <div className="crescendo-controls">
          <Select
            label={t("value.period")}
            options={PERIODS.map((name) => ({ value: name, label: t(`period.${name}`) }))}
            value={state.period}
            onChange={choose("period")}
            disabled={disabled}
          />
          <Select
            label={t("value.compare")}
            options={compares.map((name) => ({ value: name, label: t(`value.compare_with.${name}`) }))}
            value={compare}
            onChange={choose("compare")}
            disabled={disabled || compares.length < 2}
          />
          <Select
            label={t("value.base_label")}
            options={VALUE_BASES.map((name) => ({ value: name, label: t(`value.base.${name}`) }))}
            value={state.base}
            onChange={choose("base")}
            disabled={disabled}
          />
          <ExportButton address="/app/value-export" file="customer-value.csv" />
        </div>
        <Text as="p" variant="bodySm" tone="subdued">
          {ranges.from === null
            ? t("value.range_all", { to: formats.date(ranges.to) })
            : t("value.range", { from: formats.date(ranges.from), to: formats.date(ranges.to) })}
          {ranges.compareFrom && ranges.compareTo
            ? ` ${t("value.range_compared", { from: formats.date(ranges.compareFrom), to: formats.date(ranges.compareTo) })}`
            : null}
          {quiet ? ` ${t("value.range_quiet")}` : null} {t(`value.base_meaning.${state.base}`)}
        </Text>
      </BlockStack>
    </Box>
  );
}
