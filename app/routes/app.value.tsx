import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { syncProgress } from "../orders/sync-progress.server.ts";
import { customerNames } from "../shopify/customer-names.server.ts";
import { type RequiredShop, requireShop } from "../shopify/require-shop.server.ts";
import { shopSettings } from "../shopify/shop-settings.server.ts";
import chartStyles from "../ui/charts/charts.css?url";
import { IndexPage } from "../ui/index-page.tsx";
import { shownPeriod } from "../ui/period.ts";
import { useRenewWhile } from "../ui/use-renew-while.ts";
import { AlertsCard } from "../ui/value/alerts-card.tsx";
import { FitProgressProvider, FitStatus } from "../ui/value/fit-progress.tsx";
import { ForecastCard } from "../ui/value/forecast-card.tsx";
import { LeversChange } from "../ui/value/levers-change.tsx";
import { SlowParts } from "../ui/value/slow-parts.tsx";
import { StoreFigures } from "../ui/value/store-figures.tsx";
import valueStyles from "../ui/value/value.css?url";
import { ValueControls } from "../ui/value/value-controls.tsx";
import { NotFittedYet, ValueEmpty } from "../ui/value/value-empty.tsx";
import { parseValueState, USUAL_PERIOD, valueRanges } from "../ui/value/value-state.ts";
import { allowedAcquisitionCost } from "../value/allowed-acquisition-cost.server.ts";
import type { ValueBase } from "../value/amounts.ts";
import { backtestReport } from "../value/backtest-report.server.ts";
import { clvDistribution } from "../value/clv-distribution.server.ts";
import { clvOverTime } from "../value/clv-over-time.server.ts";
import { cohorts } from "../value/cohorts.server.ts";
import { fitProgress } from "../value/fit-progress.server.ts";
import { lastOrderAt } from "../value/last-order.server.ts";
import { listCustomers } from "../value/list-customers.server.ts";
import { modelCard } from "../value/model-card.server.ts";
import { valuesPending } from "../value/order-values.server.ts";
import { profitMakersAndLosers } from "../value/profit-makers.server.ts";
import { requestFit } from "../value/request-fit.server.ts";
import { rfmSegments } from "../value/rfm-segments.server.ts";
import { valueAlerts } from "../value/value-alerts.server.ts";
import { valueOverview } from "../value/value-overview.server.ts";
import { whatIf } from "../value/what-if.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: chartStyles },
  { rel: "stylesheet", href: valueStyles },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const { shopId } = shop;
  const [settings, last, earliest] = await Promise.all([
    shopSettings(shopId),
    lastOrderAt(shopId),
    listCustomers(shopId, { sort: "firstOrderAt", direction: "asc", pageSize: 1 }),
  ]);
  const parameters = new URL(request.url).searchParams;
  const state = parseValueState(parameters, settings.valueBase === "revenue" ? "net" : "profit");
  const [first] = earliest.rows;
  if (!first) {
    const [{ status }, valuing] = await Promise.all([syncProgress(shopId), valuesPending(shopId)]);
    return { kind: "empty" as const, synced: status === "done" && !valuing, valuing };
  }
  const { until, quiet } = shownPeriod({ parameters, lastOrderAt: last, now: new Date(), usual: USUAL_PERIOD });
  const ranges = valueRanges(state, until, first.firstOrderAt);
  const [overview, alerts, fit] = await Promise.all([
    valueOverview(shopId, { ...ranges, base: state.base }),
    valueAlerts(shopId),
    fitProgress(shopId),
  ]);
  return { kind: "value" as const, state, ranges, quiet, overview, alerts, fit, slow: slowParts(shop, state.base) };
}

/** What the page shows later: each part arrives by itself and may fail by itself. */
function slowParts(shop: RequiredShop, base: ValueBase) {
  const { shopId } = shop;
  return {
    whatIf: whatIf(shopId),
    cost: allowedAcquisitionCost(shopId),
    cohorts: cohorts(shopId),
    rfm: rfmSegments(shopId),
    distribution: predictedOrHistoric(shopId, base),
    time: clvOverTime(shopId),
    profit: profitWithNames(shop),
    backtest: backtestReport(shopId),
    model: modelCard(shopId),
  };
}

async function predictedOrHistoric(shopId: number, base: ValueBase) {
  return (await clvDistribution(shopId, { kind: "predicted", base })) ?? clvDistribution(shopId, { kind: "historic", base });
}

async function profitWithNames(shop: RequiredShop) {
  const profit = await profitMakersAndLosers(shop.shopId);
  const names = await customerNames(
    shop,
    [...profit.makers, ...profit.losers].map(({ customerId }) => customerId),
  );
  return names.kind === "known" ? { profit, names: names.names, namesMissing: null } : { profit, names: {}, namesMissing: names.reason };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  if ((await request.formData()).get("intent") !== "fit") throw new Response(null, { status: 400 });
  await requestFit(shopId);
  return { asked: true };
}

export default function Value() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useRenewWhile(data.kind === "empty" && data.valuing);
  if (data.kind === "empty") {
    return (
      <IndexPage title={t("nav.value")}>
        <ValueEmpty synced={data.synced} />
      </IndexPage>
    );
  }
  const { state, ranges, quiet, overview, alerts, fit, slow } = data;
  return (
    <IndexPage title={t("nav.value")}>
      <FitProgressProvider initial={fit}>
        <BlockStack gap="400">
          <ValueControls state={state} ranges={ranges} quiet={quiet} />
          <FitStatus />
          <AlertsCard alerts={alerts} />
          {overview.forecast ? <ForecastCard forecast={overview.forecast} base={state.base} /> : <NotFittedYet />}
          <LeversChange period={overview.period} comparison={overview.comparison} base={state.base} begins={ranges.begins} />
          <StoreFigures overview={overview} />
          <SlowParts parts={slow} base={state.base} />
        </BlockStack>
      </FitProgressProvider>
    </IndexPage>
  );
}
