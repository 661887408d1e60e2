import { useTranslation } from "react-i18next";
import type { Headline } from "../../ledger/headline.ts";
import type { OffersReport } from "../../ledger/offers-report.ts";
import { SectionCard } from "../section-card.tsx";
import { AttributedFigure } from "./attributed-figure.tsx";
import { IncrementalFigure } from "./incremental-figure.tsx";

/** What all offers together earn: by the holdout first, by attribution beside it. */
export function HeadlineCard({ headline, total }: { headline: Headline; total: OffersReport["total"] }) {
  const { t } = useTranslation();
  return (
    <SectionCard title={t("results.headline")} intro={t("results.headline_intro")}>
      <div className="crescendo-two">
        <IncrementalFigure incremental={headline.incremental} roi={headline.roi} scope="all" />
        <AttributedFigure earned={total.earned} roi={total.attributedRoi} />
      </div>
    </SectionCard>
  );
}
