import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { PERIODS, type Period } from "./period.ts";

interface PeriodSelectProps {
  period: Period;
  labelHidden?: boolean;
  helpText?: string;
  choose(period: string): void;
}

/** Which period is shown. It stays usable while figures load: one that is disabled would lose the keyboard's place. */
export function PeriodSelect({ period, choose, ...shown }: PeriodSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      {...shown}
      label={t("period.label")}
      options={PERIODS.map((name) => ({ value: name, label: t(`period.${name}`) }))}
      value={period}
      onChange={choose}
    />
  );
}
