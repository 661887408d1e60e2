import { Box } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { chosenPeriod, type Period } from "../period.ts";
import { PeriodSelect } from "../period-select.tsx";
import { useAddressChoice } from "../use-address-choice.ts";

/** Which period a ledger page shows, and what it holds for. */
export function PeriodChoice({ period, quiet }: { period: Period; quiet: boolean }) {
  const { t } = useTranslation();
  const { asked, choose } = useAddressChoice();
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <div className="crescendo-controls">
        <PeriodSelect
          period={chosenPeriod(asked, period)}
          helpText={`${t("results.period_note")}${quiet ? ` ${t("period.quiet")}` : ""}`}
          choose={(chosen) => choose("period", chosen)}
        />
      </div>
    </Box>
  );
}
