import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, InlineGrid } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { inShop } from "../database/pool.server.ts";
import { listExperiments } from "../experiments/experiments.server.ts";
import { provenOffers } from "../experiments/proven-offers.ts";
import { listOffers } from "../funnel/offers.server.ts";
import { storefrontActivity } from "../funnel/storefront-activity.server.ts";
import { offerResults } from "../ledger/offer-results.server.ts";
import { startFirstSync } from "../orders/first-sync.server.ts";
import { syncProgress } from "../orders/sync-progress.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { confirmCosts, dismissSetup, shopSettings } from "../shopify/shop-settings.server.ts";
import { FirstDays } from "../ui/first-days.tsx";
import { IndexPage } from "../ui/index-page.tsx";
import { LeversCard } from "../ui/levers-card.tsx";
import { OffersSummary } from "../ui/offers-summary.tsx";
import { parsePeriod, periodRange } from "../ui/period.ts";
import { RevenueChart } from "../ui/revenue-chart.tsx";
import { SetupGuide } from "../ui/setup-guide.tsx";
import { SyncCard } from "../ui/sync-card.tsx";
import { useRenewWhile } from "../ui/use-renew-while.ts";
import { ValueFigures } from "../ui/value-figures.tsx";
import { monthlyRevenue } from "../value/monthly-revenue.server.ts";
import { valuesPending } from "../value/order-values.server.ts";
import { storeValue } from "../value/store-value.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

const FEWEST_ORDERS = 30;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const chosen = parsePeriod(new URL(request.url).searchParams.get("period"));
  const [sync, settings, offers, results, experiments, months, storefront, inPeriod] = await Promise.all([
    syncProgress(shopId),
    shopSettings(shopId),
    listOffers(shopId),
    offerResults(shopId),
    listExperiments(shopId),
    monthlyRevenue(shopId),
    storefrontActivity(shopId),
    storeValue(shopId, periodRange(chosen ?? "year", new Date())),
  ]);
  // A shop that hardly sold for a year opens with all it did: averages of a few orders say nothing.
  const quiet = chosen === null && inPeriod.orders < FEWEST_ORDERS;
  const value = quiet ? await storeValue(shopId, {}) : inPeriod;
  const valuing = value.orders === 0 && (await valuesPending(shopId));
  const setup = {
    synced: sync.status === "done" && !valuing,
    assumedCostShare: value.assumedCostShare,
    costsConfirmed: settings.costsConfirmedAt !== null,
    blockSeen: storefront.decisions > 0,
    liveOffers: offers.filter((offer) => offer.status === "live").length,
    acceptedOffers: results.reduce((sum, result) => sum + result.accepts, 0),
  };
  return {
    sync,
    offers,
    results,
    proven: provenOffers(experiments),
    months,
    value,
    setup,
    setupDismissed: settings.setupDismissedAt !== null,
    period: chosen ?? (quiet ? "all" : "year"),
    base: settings.valueBase,
    valuing,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  const intent = (await request.formData()).get("intent");
  if (intent === "dismiss_setup") await dismissSetup(shopId);
  else if (intent === "confirm_costs") await confirmCosts(shopId);
  else if (intent === "retry_sync") await inShop(shopId, startFirstSync);
  else throw new Response(null, { status: 400 });
  return { done: true };
}

export default function Home() {
  const { sync, offers, results, proven, months, value, setup, setupDismissed, period, base, valuing } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useRenewWhile(valuing);
  const hasOrders = value.orders > 0 || period !== "all";
  return (
    <IndexPage title={t("home.title")}>
      <BlockStack gap="400">
        {setupDismissed ? null : <SetupGuide state={setup} />}
        {hasOrders ? (
          <>
            <LeversCard value={value} period={period} />
            <ValueFigures value={value} base={base} />
            <RevenueChart rows={months} />
          </>
        ) : (
          <FirstDays synced={setup.synced} />
        )}
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          <OffersSummary offers={offers} results={results} proven={proven} />
          <SyncCard initial={sync} />
        </InlineGrid>
      </BlockStack>
    </IndexPage>
  );
}
