import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Layout } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { offerSettings, saveOfferSettings } from "../funnel/offers/offer-settings.server.ts";
import { heldDecisions } from "../funnel/serve/held-decisions.server.ts";
import { failedEvents, retryFailedEvents } from "../orders/failed-events.server.ts";
import { heldData } from "../orders/held-data.server.ts";
import { productCards } from "../orders/product-cards.server.ts";
import { setAsideRecords } from "../orders/set-aside-records.server.ts";
import { privacyRequests } from "../privacy/privacy-requests.server.ts";
import { jsonField } from "../read-form.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { saveShopSettings, shopSettings, showSetup } from "../shopify/shop-settings.server.ts";
import { IndexPage } from "../ui/index-page.tsx";
import { DataSettings } from "../ui/settings/data-settings.tsx";
import { FailedEventsSettings, type RetryOutcome } from "../ui/settings/failed-events-settings.tsx";
import { PrivacySettings } from "../ui/settings/privacy-settings.tsx";
import { SetAsideSettings } from "../ui/settings/set-aside-settings.tsx";
import { SettingsForms } from "../ui/settings/settings-forms.tsx";
import { SetupSettings } from "../ui/settings/setup-settings.tsx";
import { StoreSettings } from "../ui/settings/store-settings.tsx";
import type { SettingsOutcome } from "../ui/settings/use-settings-card.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, scopes } = await requireShop(request);
  const [settings, offers, facts, decisions, failed, setAside, privacy] = await Promise.all([
    shopSettings(shopId),
    offerSettings(shopId),
    heldData(shopId),
    heldDecisions(shopId),
    failedEvents(shopId),
    setAsideRecords(shopId),
    privacyRequests(shopId),
  ]);
  const excluded = await productCards(shopId, offers.rules.excludedProductIds);
  return { settings, offers, excluded, scopes, held: { ...facts, decisions }, failed, setAside, privacy };
}

export async function action({ request }: ActionFunctionArgs): Promise<SettingsOutcome | RetryOutcome | Response> {
  const { shopId } = await requireShop(request);
  const form = await request.formData();
  if (form.get("intent") === "retry_events") return { kind: "retried", events: await retryFailedEvents(shopId) };
  if (form.get("intent") === "show_setup") {
    await showSetup(shopId);
    return redirect("/app");
  }
  if (form.has("offers")) return saveOfferSettings(shopId, jsonField(form, "offers"), new Date());
  return saveShopSettings(shopId, jsonField(form, "costs"));
}

export default function Settings() {
  const { settings, offers, excluded, scopes, held, failed, setAside, privacy } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <IndexPage title={t("nav.settings")}>
      <Layout>
        <SettingsForms costs={settings} offers={offers} excluded={excluded} />
        <StoreSettings />
        <SetupSettings hidden={settings.setupDismissedAt !== null} />
        <DataSettings held={held} scopes={scopes} />
        <FailedEventsSettings rows={failed.rows} total={failed.total} />
        <SetAsideSettings rows={setAside.rows} total={setAside.total} />
        <PrivacySettings requests={privacy} />
      </Layout>
    </IndexPage>
  );
}
