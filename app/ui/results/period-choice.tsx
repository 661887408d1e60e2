import { Box } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { Announcement } from "../announcement.tsx";
import { chosenPeriod, type Period } from "../period.ts";
import { PeriodSelect } from "../period-select.tsx";
import { useFormats } from "../shop-context.tsx";
import { useAddressChoice } from "../use-address-choice.ts";

/** Which period a ledger page shows, and what it holds for. */
export function PeriodChoice({ period, quiet, attributed }: { period: Period; quiet: boolean; attributed: number }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const { asked, choose } = useAddressChoice();
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <Announcement>{`${t(`period.${period}`)}. ${t("results.column.attributed")}: ${money(attributed)}.`}</Announcement>
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
