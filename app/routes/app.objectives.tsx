import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { headline } from "../ledger/incremental.server.ts";
import { ObjectiveDays } from "../ledger/objective.ts";
import { archiveObjective, metricMonths, objectives, proposeBaseline, saveObjective } from "../ledger/objectives.server.ts";
import { idIn, jsonField } from "../read-form.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import chartStyles from "../ui/charts/charts.css?url";
import { IndexPage } from "../ui/index-page.tsx";
import { Later } from "../ui/later.tsx";
import { MonthsCard } from "../ui/objectives/months-card.tsx";
import { ObjectiveList } from "../ui/objectives/objective-list.tsx";
import { TogetherCard } from "../ui/objectives/together-card.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: chartStyles }];

const MONTHS_HEIGHT = { wide: 760, narrow: 820 };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const [report, together] = await Promise.all([objectives(shopId), headline(shopId)]);
  return { ...report, together, months: metricMonths(shopId) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  const form = await request.formData();
  const id = idIn(form.get("id"));
  switch (form.get("intent")) {
    case "save":
      return saveObjective(shopId, id, jsonField(form, "objective"));
    case "archive":
    case "restore":
      if (id === null || !(await archiveObjective(shopId, id, form.get("intent") === "archive"))) throw new Response(null, { status: 404 });
      return { kind: "moved" as const };
    case "propose": {
      const asked = ObjectiveDays.safeParse({ metric: form.get("metric"), startsOn: form.get("startsOn"), endsOn: form.get("endsOn") });
      if (!asked.success) return { kind: "unreadable" as const };
      return { kind: "proposed" as const, metric: asked.data.metric, ...(await proposeBaseline(shopId, asked.data)) };
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function Objectives() {
  const { rows, today, weighted, together, months } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <IndexPage title={t("objectives.title")}>
      <BlockStack gap="400">
        <TogetherCard weighted={weighted} headline={together} />
        <ObjectiveList rows={rows} today={today} />
        <Later data={months} height={MONTHS_HEIGHT}>
          {(known) => <MonthsCard months={known} first={rows.find(({ archived }) => !archived)?.metric ?? "orders"} />}
        </Later>
      </BlockStack>
    </IndexPage>
  );
}
