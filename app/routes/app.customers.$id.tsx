import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Page, Text } from "@shopify/polaris";
import { ExternalIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { customerLadder } from "../ledger/customer-ladder.server.ts";
import { customerNames } from "../shopify/customer-names.server.ts";
import { customerStatistics } from "../shopify/customer-statistics.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { shopSettings } from "../shopify/shop-settings.server.ts";
import chartStyles from "../ui/charts/charts.css?url";
import { CustomerFigures } from "../ui/customer-figures.tsx";
import { CustomerForecastCard } from "../ui/customer-forecast.tsx";
import { customerLabel } from "../ui/customer-label.ts";
import { CustomerNoForecastCard } from "../ui/customer-no-forecast.tsx";
import { CustomerOrders } from "../ui/customer-orders.tsx";
import { useFormats } from "../ui/shop-context.tsx";
import { CustomerLadderCard } from "../ui/value/customer-ladder-card.tsx";
import valueStyles from "../ui/value/value.css?url";
import { customerForecast } from "../value/customer-forecast.server.ts";
import { customerOrders } from "../value/customer-orders.server.ts";
import { customerValue } from "../value/list-customers.server.ts";
import { rfmOf } from "../value/rfm-segments.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: chartStyles },
  { rel: "stylesheet", href: valueStyles },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const id = params.id ?? "";
  const value = /^[1-9]\d{0,18}$/.test(id) ? await customerValue(shop.shopId, id) : null;
  if (!value) throw new Response(null, { status: 404 });
  const [orders, names, forecast, rfm, shopify, ladder, settings] = await Promise.all([
    customerOrders(shop.shopId, id),
    customerNames(shop, [id]),
    customerForecast(shop.shopId, id),
    rfmOf(shop.shopId, id),
    customerStatistics(shop, id),
    customerLadder(shop.shopId, id),
    shopSettings(shop.shopId),
  ]);
  const base = settings.valueBase;
  const name = names.kind === "known" ? { names: names.names, namesMissing: null } : { names: {}, namesMissing: names.reason };
  return { id, value, orders, ...name, forecast, rfm, shopify, ladder, base };
}

export default function Customer() {
  const { id, value, orders, names, namesMissing, forecast, rfm, shopify, ladder, base } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { range } = useFormats();
  const label = customerLabel(t, id, names);
  return (
    <Page
      title={label}
      subtitle={t("customer.since", { range: range(value.firstOrderAt, value.lastOrderAt) })}
      backAction={{ content: t("nav.customers"), url: "/app/customers" }}
      secondaryActions={[
        { content: t("customer.why"), url: `/app/why?customer=${id}` },
        { content: t("customer.in_shopify"), icon: ExternalIcon, url: `shopify://admin/customers/${id}`, target: "_top" },
      ]}
    >
      <TitleBar title={t("nav.customers")} />
      <BlockStack gap="400">
        {namesMissing ? (
          <Text as="p" tone="subdued">
            {t(`customers.names_${namesMissing}`)}
          </Text>
        ) : null}
        {forecast ? (
          <CustomerForecastCard forecast={forecast} rfm={rfm} shopify={shopify} base={base === "revenue" ? "net" : "profit"} />
        ) : (
          <CustomerNoForecastCard
            bought={{ gross: value.revenue, net: value.revenue - value.refunded }}
            giftCards={orders.giftCards}
            rfm={rfm}
            shopify={shopify}
          />
        )}
        <CustomerFigures value={value} giftCards={orders.giftCards} base={base} />
        <CustomerLadderCard ladder={ladder} />
        {orders.total > 0 ? <CustomerOrders orders={orders} /> : <Text as="p">{t("customer.no_orders")}</Text>}
      </BlockStack>
    </Page>
  );
}
