import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { listExperiments } from "../experiments/experiments.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { ExperimentsEmpty } from "../ui/experiments/experiments-empty.tsx";
import { ExperimentsTable } from "../ui/experiments/experiments-table.tsx";
import { IndexPage } from "../ui/index-page.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  return { experiments: await listExperiments(shopId) };
}

export default function Experiments() {
  const { experiments } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (experiments.length === 0) {
    return (
      <IndexPage title={t("nav.experiments")}>
        <ExperimentsEmpty />
      </IndexPage>
    );
  }
  return (
    <Page title={t("nav.experiments")} fullWidth primaryAction={{ content: t("experiments.action.new_test"), url: "/app/experiments/new" }}>
      <TitleBar title={t("nav.experiments")} />
      <BlockStack gap="300">
        <ExperimentsTable experiments={experiments} />
        <Text as="p" variant="bodySm" tone="subdued">
          {t("experiments.list_note")}
        </Text>
      </BlockStack>
    </Page>
  );
}
