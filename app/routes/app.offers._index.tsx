import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { listExperiments } from "../experiments/experiments.server.ts";
import { provenOffers } from "../experiments/proven-offers.ts";
import { listOffers } from "../funnel/offers/offers.server.ts";
import { offerResults } from "../ledger/offer-results.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { IndexPage } from "../ui/index-page.tsx";
import { OfferTemplateCards } from "../ui/offer-template-cards.tsx";
import { OFFER_TEMPLATES } from "../ui/offer-templates.ts";
import { OffersTable } from "../ui/offers-table.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const [offers, results, experiments] = await Promise.all([listOffers(shopId), offerResults(shopId), listExperiments(shopId)]);
  return { offers, results, proven: provenOffers(experiments) };
}

export default function Offers() {
  const { offers, results, proven } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (offers.length === 0) {
    return (
      <IndexPage title={t("nav.offers")}>
        <OfferTemplateCards />
      </IndexPage>
    );
  }
  return (
    <Page
      title={t("nav.offers")}
      fullWidth
      actionGroups={[
        {
          title: t("offers.create"),
          actions: OFFER_TEMPLATES.map((stage) => ({ content: t(`offers.stage.${stage}`), url: `/app/offers/new?stage=${stage}` })),
        },
      ]}
    >
      <TitleBar title={t("nav.offers")} />
      <BlockStack gap="300">
        <OffersTable offers={offers} results={results} proven={proven} />
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("offers.results_note")}
          </Text>
        </Box>
      </BlockStack>
    </Page>
  );
}
