import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { lastOrderAt } from "../ledger/last-order.server.ts";
import { offerReport } from "../ledger/offer-report.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { AttributedFigure } from "../ui/results/attributed-figure.tsx";
import { DaysCard } from "../ui/results/days-card.tsx";
import { IncrementalFigure } from "../ui/results/incremental-figure.tsx";
import { PeriodChoice } from "../ui/results/period-choice.tsx";
import { resultsPeriod } from "../ui/results/results-period.ts";
import { ShownCard } from "../ui/results/shown-card.tsx";
import { SourcesCard } from "../ui/results/sources-card.tsx";
import { SectionCard } from "../ui/value/section-card.tsx";
import valueStyles from "../ui/value/value.css?url";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: valueStyles }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  if (!/^[1-9]\d{0,8}$/.test(params.id ?? "")) throw new Response(null, { status: 404 });
  const { period, ...range } = resultsPeriod(new URL(request.url).searchParams, await lastOrderAt(shopId), new Date());
  const report = await offerReport(shopId, Number(params.id), range);
  if (!report) throw new Response(null, { status: 404 });
  return { period, report };
}

export default function OfferReportPage() {
  const { period, report } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      title={t("offerReport.title", { name: report.name })}
      backAction={{ content: t("results.title"), url: "/app/results" }}
      secondaryActions={[{ content: t("offerReport.edit"), url: `/app/offers/${report.offerId}` }]}
    >
      <TitleBar title={t("offerReport.title", { name: report.name })} />
      <BlockStack gap="400">
        <PeriodChoice period={period} />
        <SectionCard title={t("offerReport.both")} intro={t("offerReport.both_intro")}>
          <div className="crescendo-two">
            <IncrementalFigure incremental={report.incremental} roi={report.roi} scope="offer" />
            <AttributedFigure earned={report.earned} roi={report.attributedRoi} />
          </div>
        </SectionCard>
        <ShownCard report={report} />
        <DaysCard days={report.days} />
        <SourcesCard sources={report.sources} />
      </BlockStack>
    </Page>
  );
}
