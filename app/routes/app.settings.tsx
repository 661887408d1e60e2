import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Layout } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { offerSettings, saveOfferSettings } from "../funnel/offer-settings.server.ts";
import { storefrontActivity } from "../funnel/storefront-activity.server.ts";
import { heldData } from "../orders/held-data.server.ts";
import { productCards } from "../orders/product-cards.server.ts";
import { setAsideRecords } from "../orders/set-aside-records.server.ts";
import { privacyRequests } from "../privacy/privacy-requests.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { saveShopSettings, shopSettings } from "../shopify/shop-settings.server.ts";
import { IndexPage } from "../ui/index-page.tsx";
import { CostsSettings, type SettingsOutcome } from "../ui/settings/costs-settings.tsx";
import { DataSettings } from "../ui/settings/data-settings.tsx";
import { HoldoutSettings } from "../ui/settings/holdout-settings.tsx";
import { PrivacySettings } from "../ui/settings/privacy-settings.tsx";
import { SetAsideSettings } from "../ui/settings/set-aside-settings.tsx";
import { StoreSettings } from "../ui/settings/store-settings.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, scopes } = await requireShop(request);
  const [settings, offers, facts, { decisions }, setAside, privacy] = await Promise.all([
    shopSettings(shopId),
    offerSettings(shopId),
    heldData(shopId),
    storefrontActivity(shopId),
    setAsideRecords(shopId),
    privacyRequests(shopId),
  ]);
  const excluded = await productCards(shopId, offers.rules.excludedProductIds);
  return { settings, offers, excluded, scopes, held: { ...facts, decisions }, setAside, privacy };
}

export async function action({ request }: ActionFunctionArgs): Promise<SettingsOutcome> {
  const { shopId } = await requireShop(request);
  const form = await request.formData();
  if (form.has("offers")) return saveOfferSettings(shopId, parseJson(form.get("offers")), new Date());
  return saveShopSettings(shopId, parseJson(form.get("settings")));
}

function parseJson(text: FormDataEntryValue | null): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

export default function Settings() {
  const { settings, offers, excluded, scopes, held, setAside, privacy } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <IndexPage title={t("nav.settings")}>
      <Layout>
        <CostsSettings values={settings} />
        <HoldoutSettings values={offers} excluded={excluded} />
        <StoreSettings />
        <DataSettings held={held} scopes={scopes} />
        <SetAsideSettings rows={setAside.rows} total={setAside.total} />
        <PrivacySettings requests={privacy} />
      </Layout>
    </IndexPage>
  );
}
