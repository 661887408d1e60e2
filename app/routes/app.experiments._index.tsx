import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { STANDINGS } from "../experiments/experiment.ts";
import { listExperimentGroups } from "../experiments/experiments.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { ExperimentsEmpty } from "../ui/experiments/experiments-empty.tsx";
import { ExperimentsTable } from "../ui/experiments/experiments-table.tsx";
import { ExperimentsTabs } from "../ui/experiments/experiments-tabs.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const tab = new URL(request.url).searchParams.get("tab");
  const standing = STANDINGS.find((name) => name === tab) ?? "running";
  return { standing, groups: await listExperimentGroups(shopId, standing) };
}

export default function Experiments() {
  const { standing, groups } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Page title={t("nav.experiments")} fullWidth primaryAction={{ content: t("experiments.action.new_test"), url: "/app/experiments/new" }}>
      <TitleBar title={t("nav.experiments")} />
      <BlockStack gap="300">
        <ExperimentsTabs standing={standing} go={(tab) => navigate(`/app/experiments?tab=${tab}`)} />
        {groups.length > 0 ? <ExperimentsTable key={standing} groups={groups} /> : <ExperimentsEmpty standing={standing} />}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("experiments.list_note")}
          </Text>
        </Box>
      </BlockStack>
    </Page>
  );
}
