import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { archiveExperiment, createAbTest, restoreExperiment, startAbTest, stopAbTest } from "../experiments/ab-tests.server.ts";
import { getExperiment } from "../experiments/experiments.server.ts";
import { setHoldoutShare } from "../experiments/holdout-share.server.ts";
import { lastingShare } from "../experiments/lasting-share.ts";
import { powerPlan } from "../experiments/power-plan.server.ts";
import { endProof, startProof } from "../experiments/proof.server.ts";
import { takeVariant } from "../experiments/take-variant.server.ts";
import { testableOffers } from "../experiments/testable-offers.server.ts";
import { attributedProfit } from "../ledger/attributed-profit.server.ts";
import { idOrNew, jsonField } from "../read-form.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import chartStyles from "../ui/charts/charts.css?url";
import { AbTestEditor } from "../ui/experiments/ab-test-editor.tsx";
import type { ExperimentNotice } from "../ui/experiments/experiment-notice.tsx";
import { ExperimentPage } from "../ui/experiments/experiment-page.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: chartStyles }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const id = idOrNew(params.id);
  if (id === null) {
    const offerId = Number(new URL(request.url).searchParams.get("offer")) || null;
    return { kind: "new" as const, offerId, offers: await testableOffers(shopId) };
  }
  const experiment = await getExperiment(shopId, id);
  if (!experiment) throw new Response(null, { status: 404 });
  const { kind, offerId } = experiment;
  const [power, attributed] = await Promise.all([
    powerPlan(shopId, offerId, { share: lastingShare(experiment), arms: experiment.arms.length, plannedUnits: experiment.plannedUnits }),
    kind === "ab_test" ? null : attributedProfit(shopId, id),
  ]);
  return { kind: "one" as const, experiment, power, attributed };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<ExperimentNotice | Response> {
  const { shopId } = await requireShop(request);
  const id = idOrNew(params.id);
  const form = await request.formData();
  const intent = form.get("intent");
  if (id === null) {
    if (intent !== "create") throw new Response(null, { status: 400 });
    const outcome = await createAbTest(shopId, jsonField(form, "draft"));
    return outcome.kind === "created" ? redirect(`/app/experiments/${outcome.id}`) : outcome;
  }
  switch (intent) {
    case "start":
      return startAbTest(shopId, id);
    case "stop":
      return stopAbTest(shopId, id);
    case "archive": {
      const outcome = await archiveExperiment(shopId, id);
      return outcome.kind === "done" ? redirect("/app/experiments?tab=archived") : outcome;
    }
    case "restore":
      return restoreExperiment(shopId, id);
    case "take": {
      const outcome = await takeVariant(shopId, id, String(form.get("arm")));
      return outcome.kind === "taken" ? redirect(`/app/offers/${outcome.offerId}`) : outcome;
    }
    case "start_proof":
      return startProof(shopId, id, { liftBp: Number(form.get("liftBp")) });
    case "end_proof":
      return endProof(shopId, id);
    case "share":
      return setHoldoutShare(shopId, id, { shareBp: Number(form.get("shareBp") || Number.NaN) });
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function ExperimentRoute() {
  const data = useLoaderData<typeof loader>();
  // each page has an action of its own: what the form was refused is no notice of the test that came of it
  return data.kind === "new" ? <NewTest {...data} /> : <OneExperiment key={data.experiment.id} {...data} />;
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

function useAct() {
  const fetcher = useFetcher<ExperimentNotice>();
  const act = (intent: string, fields: Readonly<Record<string, string>> = {}) => fetcher.submit({ ...fields, intent }, { method: "post" });
  return { notice: fetcher.data, busy: fetcher.state !== "idle", act };
}

function NewTest({ offers, offerId }: Extract<Loaded, { kind: "new" }>) {
  const { t } = useTranslation();
  const { act, ...shared } = useAct();
  return (
    <Page title={t("experiments.form.title")} backAction={{ content: t("nav.experiments"), url: "/app/experiments" }}>
      <TitleBar title={t("experiments.form.title")} />
      <AbTestEditor {...shared} offers={offers} offerId={offerId} onCreate={(draft) => act("create", { draft: JSON.stringify(draft) })} />
    </Page>
  );
}

function OneExperiment({ experiment, power, attributed }: Extract<Loaded, { kind: "one" }>) {
  return <ExperimentPage {...useAct()} experiment={experiment} power={power} attributed={attributed} />;
}
