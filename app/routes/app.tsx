import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, type ShouldRevalidateFunctionArgs, useLoaderData } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useMemo } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { environment } from "../environment.server.ts";
import { createI18n } from "../locales/create-i18n.ts";
import { messagesFor } from "../locales/messages.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import adminStyles from "../ui/admin.css?url";
import { AnswerBoundary } from "../ui/answer-boundary.tsx";
import { ShopProvider } from "../ui/shop-context.tsx";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: polarisStyles },
  { rel: "stylesheet", href: adminStyles },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { domain, currency, timezone, locale, ordersFrom } = await requireShop(request);
  const apiKey = environment().SHOPIFY_API_KEY;
  return { locale, shop: { domain, currency, timezone, locale, ordersFrom, apiKey }, messages: messagesFor(locale) };
}

/** The words stay as they are for as long as the page is open. */
export function shouldRevalidate({ currentUrl, nextUrl }: ShouldRevalidateFunctionArgs): boolean {
  return currentUrl.searchParams.get("locale") !== nextUrl.searchParams.get("locale") && nextUrl.searchParams.has("locale");
}

export default function AdminLayout() {
  const { shop, messages } = useLoaderData<typeof loader>();
  const i18n = useMemo(() => createI18n(shop.locale, messages.app), [shop.locale, messages.app]);
  return (
    <AppProvider isEmbeddedApp apiKey={shop.apiKey} i18n={messages.polaris}>
      <I18nextProvider i18n={i18n}>
        <ShopProvider shop={shop}>
          <Navigation />
          <Outlet />
        </ShopProvider>
      </I18nextProvider>
    </AppProvider>
  );
}

function Navigation() {
  const { t } = useTranslation();
  return (
    <NavMenu>
      <Link to="/app" rel="home">
        {t("nav.home")}
      </Link>
      <Link to="/app/value">{t("nav.value")}</Link>
      <Link to="/app/customers">{t("nav.customers")}</Link>
      <Link to="/app/offers">{t("nav.offers")}</Link>
      <Link to="/app/experiments">{t("nav.experiments")}</Link>
      <Link to="/app/results">{t("nav.results")}</Link>
      <Link to="/app/objectives">{t("nav.objectives")}</Link>
      <Link to="/app/why">{t("nav.why")}</Link>
      <Link to="/app/settings">{t("nav.settings")}</Link>
    </NavMenu>
  );
}

export { AnswerBoundary as ErrorBoundary };

export const headers: HeadersFunction = (args) => boundary.headers(args);
