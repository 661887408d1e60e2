import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { offerReport } from "../ledger/offer-report.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import chartStyles from "../ui/charts/charts.css?url";
import { shownPeriod } from "../ui/period.ts";
import { AttributedFigure } from "../ui/results/attributed-figure.tsx";
import { cameFrom } from "../ui/results/came-from.ts";
import { DaysCard } from "../ui/results/days-card.tsx";
import { IncrementalFigure } from "../ui/results/incremental-figure.tsx";
import { PeriodChoice } from "../ui/results/period-choice.tsx";
import { ShownCard } from "../ui/results/shown-card.tsx";
import { SourcesCard } from "../ui/results/sources-card.tsx";
import { SectionCard } from "../ui/section-card.tsx";
import { lastOrderAt } from "../value/last-order.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: chartStyles }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  if (!/^[1-9]\d{0,8}$/.test(params.id ?? "")) throw new Response(null, { status: 404 });
  const parameters = new URL(request.url).searchParams;
  const { period, from, quiet } = shownPeriod({ parameters, lastOrderAt: await lastOrderAt(shopId), now: new Date(), usual: "quarter" });
  const report = await offerReport(shopId, Number(params.id), { from, to: null });
  if (!report) throw new Response(null, { status: 404 });
  return { period, quiet, report };
}

export default function OfferReportPage() {
  const { period, quiet, report } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const back = {
    offer: { content: report.name, url: `/app/offers/${report.offerId}` },
    offers: { content: t("nav.offers"), url: "/app/offers" },
    results: { content: t("results.title"), url: "/app/results" },
  }[cameFrom(parameters)];
  return (
    <Page
      title={t("offerReport.title", { name: report.name })}
      backAction={back}
      secondaryActions={[{ content: t("offerReport.edit"), url: `/app/offers/${report.offerId}` }]}
    >
      <TitleBar title={t("offerReport.title", { name: report.name })} />
      <BlockStack gap="400">
        <PeriodChoice period={period} quiet={quiet} attributed={report.earned.profit} />
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
