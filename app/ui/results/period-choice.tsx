import { useNavigation, useSearchParams } from "@remix-run/react";
import { Box, Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { PERIODS, type Period } from "../period.ts";

/** Which period is shown; it lives in the address. */
export function PeriodChoice({ period }: { period: Period }) {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const navigation = useNavigation();
  const choose = (chosen: string) => {
    const next = new URLSearchParams(parameters);
    next.set("period", chosen);
    setParameters(next, { preventScrollReset: true });
  };
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <div className="crescendo-controls">
        <Select
          label={t("results.period")}
          helpText={t("results.period_note")}
          options={PERIODS.map((name) => ({ value: name, label: t(`period.${name}`) }))}
          value={period}
          onChange={choose}
          disabled={navigation.state === "loading"}
        />
      </div>
    </Box>
  );
}
