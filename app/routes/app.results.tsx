import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { headline } from "../ledger/incremental.server.ts";
import { ladderReport } from "../ledger/ladder-report.server.ts";
import { offersReport } from "../ledger/offers-report.server.ts";
import { paybackReport } from "../ledger/payback-report.server.ts";
import { syncProgress } from "../orders/sync-progress.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import chartStyles from "../ui/charts/charts.css?url";
import { IndexPage } from "../ui/index-page.tsx";
import { Later } from "../ui/later.tsx";
import { shownPeriod } from "../ui/period.ts";
import { HeadlineCard } from "../ui/results/headline-card.tsx";
import { LadderCard } from "../ui/results/ladder-card.tsx";
import { OffersCard } from "../ui/results/offers-card.tsx";
import { PaybackCard } from "../ui/results/payback-card.tsx";
import { PeriodChoice } from "../ui/results/period-choice.tsx";
import { ResultsEmpty } from "../ui/results/results-empty.tsx";
import { SourcesCard } from "../ui/results/sources-card.tsx";
import { lastOrderAt } from "../value/last-order.server.ts";
import { valuesPending } from "../value/order-values.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: chartStyles }];

const HEIGHTS = { ladder: { wide: 560, narrow: 680 }, payback: { wide: 560, narrow: 640 } };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const last = await lastOrderAt(shopId);
  if (last === null)
    return { kind: "empty" as const, synced: (await syncProgress(shopId)).status === "done" && !(await valuesPending(shopId)) };
  const parameters = new URL(request.url).searchParams;
  const { period, from, quiet } = shownPeriod({ parameters, lastOrderAt: last, now: new Date(), usual: "quarter" });
  const range = { from, to: null };
  const [together, offers] = await Promise.all([headline(shopId), offersReport(shopId, range)]);
  const slow = { ladder: ladderReport(shopId, range), payback: paybackReport(shopId) };
  return { kind: "results" as const, period, quiet, together, offers, slow };
}

export default function Results() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (data.kind === "empty") {
    return (
      <IndexPage title={t("results.title")}>
        <ResultsEmpty synced={data.synced} />
      </IndexPage>
    );
  }
  const { period, quiet, together, offers, slow } = data;
  return (
    <IndexPage title={t("results.title")}>
      <BlockStack gap="400">
        <PeriodChoice period={period} quiet={quiet} attributed={offers.total.earned.profit} />
        <HeadlineCard headline={together} total={offers.total} />
        <OffersCard report={offers} />
        <Later data={slow.ladder} height={HEIGHTS.ladder}>
          {(ladder) => <LadderCard ladder={ladder} />}
        </Later>
        <Later data={slow.payback} height={HEIGHTS.payback}>
          {(payback) => <PaybackCard payback={payback} />}
        </Later>
        <SourcesCard sources={offers.sources} />
      </BlockStack>
    </IndexPage>
  );
}
