import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { OfferReport } from "../../ledger/offer-report.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

const STEPS = ["decisions", "visitors", "impressions", "added"] as const;

/** From decided to sold: where shoppers stop. */
export function ShownCard({ report }: { report: OfferReport }) {
  const { t } = useTranslation();
  const { number, percent } = useFormats();
  const { shown, earned } = report;
  const share = (part: number, whole: number) => (whole > 0 ? ` (${percent(part / whole, 1)})` : "");
  return (
    <SectionCard title={t("offerReport.shown.title")} intro={t("offerReport.shown.intro")}>
      {shown.decisions === 0 ? <Text as="p">{t("offerReport.shown.none")}</Text> : null}
      <dl className="crescendo-facts">
        {STEPS.map((step) => (
          <div key={step}>
            <dt>{t(`offerReport.shown.${step}`)}</dt>
            <dd>{`${number(shown[step])}${step === "added" ? share(shown.added, shown.impressions) : ""}`}</dd>
          </div>
        ))}
        <div>
          <dt>{t("offerReport.shown.orders")}</dt>
          <dd>{`${number(earned.orders)}${share(earned.orders, shown.impressions)}`}</dd>
        </div>
        <div>
          <dt>{t("offerReport.shown.withheld")}</dt>
          <dd>{number(shown.withheld)}</dd>
        </div>
      </dl>
    </SectionCard>
  );
}
