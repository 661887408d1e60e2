import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, InlineGrid } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { inShop } from "../database/pool.server.ts";
import { listExperiments } from "../experiments/experiments.server.ts";
import { provenOffers } from "../experiments/proven-offers.ts";
import { isPublished } from "../funnel/offers/offer-standing.ts";
import { leaveStopped } from "../funnel/offers/offer-status.server.ts";
import { listOffers } from "../funnel/offers/offers.server.ts";
import { lastDecisionAt } from "../funnel/trace/last-decision.server.ts";
import { offerResults } from "../ledger/offer-results.server.ts";
import { offerSold } from "../ledger/offer-sold.server.ts";
import { failedEvents } from "../orders/failed-events.server.ts";
import { startFirstSync } from "../orders/first-sync.server.ts";
import { syncProgress } from "../orders/sync-progress.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { confirmCosts, dismissSetup, shopSettings } from "../shopify/shop-settings.server.ts";
import { attentionOf } from "../ui/attention.ts";
import { AttentionAction } from "../ui/attention-action.tsx";
import { AttentionCard } from "../ui/attention-card.tsx";
import chartStyles from "../ui/charts/charts.css?url";
import { FirstDays } from "../ui/first-days.tsx";
import { IndexPage } from "../ui/index-page.tsx";
import { Later } from "../ui/later.tsx";
import { LeversCard } from "../ui/levers-card.tsx";
import { OffersSummary } from "../ui/offers-summary.tsx";
import { shownPeriod } from "../ui/period.ts";
import { RevenueChart } from "../ui/revenue-chart.tsx";
import { SetupGuide } from "../ui/setup-guide.tsx";
import { StorefrontCard } from "../ui/storefront-card.tsx";
import { SyncCard } from "../ui/sync-card.tsx";
import { useRenewWhile } from "../ui/use-renew-while.ts";
import { ValueFigures } from "../ui/value-figures.tsx";
import { assumedCostShare } from "../value/assumed-cost-share.server.ts";
import { lastOrderAt } from "../value/last-order.server.ts";
import { monthlyRevenue } from "../value/monthly-revenue.server.ts";
import { valuesPending } from "../value/order-values.server.ts";
import { storeValue } from "../value/store-value.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: chartStyles }];

const OFFERS_HEIGHT = { wide: 320, narrow: 420 };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, scopes } = await requireShop(request);
  const now = new Date();
  const [sync, settings, offers, sold, experiments, months, askedAt, failed, figures] = await Promise.all([
    syncProgress(shopId),
    shopSettings(shopId),
    listOffers(shopId, now),
    offerSold(shopId),
    listExperiments(shopId),
    monthlyRevenue(shopId),
    lastDecisionAt(shopId),
    failedEvents(shopId, 1),
    periodFigures(shopId, new URL(request.url).searchParams, now),
  ]);
  const setupDismissed = settings.setupDismissedAt !== null;
  const setup = {
    synced: sync.status === "done" && !figures.valuing,
    assumedCostShare: setupDismissed ? null : await assumedCostShare(shopId),
    costsConfirmed: settings.costsConfirmedAt !== null,
    blockSeen: askedAt !== null,
    liveOffers: offers.filter((offer) => isPublished(offer.standing)).length,
    offerSold: sold,
  };
  return {
    ...figures,
    attention: attentionOf({ offers, sync, failedEvents: failed.total, scopes, lastDecisionAt: askedAt, now }),
    sync,
    offers,
    slow: { results: offerResults(shopId) },
    proven: provenOffers(experiments),
    months,
    setup,
    setupDismissed,
    base: settings.valueBase,
    askedAt,
  };
}

async function periodFigures(shopId: number, parameters: URLSearchParams, now: Date) {
  const last = await lastOrderAt(shopId);
  const { period, from, quiet } = shownPeriod({ parameters, lastOrderAt: last, now, usual: "year" });
  const [value, valuing] = await Promise.all([storeValue(shopId, { from }), last === null && valuesPending(shopId)]);
  return { value, period, quiet, hasOrders: last !== null, valuing };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "dismiss_setup") await dismissSetup(shopId);
  else if (intent === "confirm_costs") await confirmCosts(shopId);
  else if (intent === "retry_sync") await inShop(shopId, startFirstSync);
  else if (intent === "leave_stopped") await leaveStopped(shopId, Number(form.get("offer")));
  else throw new Response(null, { status: 400 });
  return { done: true };
}

export default function Home() {
  const { attention, sync, offers, slow, proven, months, setup, setupDismissed, base, askedAt, ...figures } =
    useLoaderData<typeof loader>();
  const { value, period, quiet, hasOrders, valuing } = figures;
  const { t } = useTranslation();
  useRenewWhile(valuing);
  return (
    <IndexPage title={t("home.title")}>
      <BlockStack gap="400">
        <AttentionCard items={attention} action={(item) => <AttentionAction item={item} />} />
        <SetupGuide state={setup} dismissed={setupDismissed} />
        {hasOrders ? (
          <>
            <LeversCard value={value} period={period} quiet={quiet} />
            <ValueFigures value={value} base={base} />
            <RevenueChart rows={months} />
          </>
        ) : (
          <FirstDays synced={setup.synced} />
        )}
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          <Later data={slow.results} height={OFFERS_HEIGHT}>
            {(results) => <OffersSummary offers={offers} results={results} proven={proven} />}
          </Later>
          <BlockStack gap="400">
            <StorefrontCard lastAt={askedAt} />
            <SyncCard initial={sync} />
          </BlockStack>
        </InlineGrid>
      </BlockStack>
    </IndexPage>
  );
}
