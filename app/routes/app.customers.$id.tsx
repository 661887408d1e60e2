import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Page, Text } from "@shopify/polaris";
import { ExternalIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { customerNames } from "../shopify/customer-names.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { CustomerFigures } from "../ui/customer-figures.tsx";
import { customerLabel } from "../ui/customer-label.ts";
import { CustomerOrders } from "../ui/customer-orders.tsx";
import { useFormats } from "../ui/shop-context.tsx";
import { customerOrders } from "../value/customer-orders.server.ts";
import { customerValue } from "../value/list-customers.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const id = params.id ?? "";
  const value = /^[1-9]\d{0,18}$/.test(id) ? await customerValue(shop.shopId, id) : null;
  if (!value) throw new Response(null, { status: 404 });
  const [orders, names] = await Promise.all([customerOrders(shop.shopId, id), customerNames(shop, [id])]);
  return { id, value, orders, names: names.kind === "known" ? names.names : {} };
}

export default function Customer() {
  const { id, value, orders, names } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { date } = useFormats();
  const label = customerLabel(t, id, names);
  return (
    <Page
      title={label}
      subtitle={t("customer.since", { first: date(value.firstOrderAt), last: date(value.lastOrderAt) })}
      backAction={{ content: t("nav.customers"), url: "/app/customers" }}
      secondaryActions={[{ content: t("customer.in_shopify"), icon: ExternalIcon, url: `shopify://admin/customers/${id}`, target: "_top" }]}
    >
      <TitleBar title={t("nav.customers")} />
      <BlockStack gap="400">
        <CustomerFigures value={value} />
        {orders.length > 0 ? <CustomerOrders orders={orders} /> : <Text as="p">{t("customer.no_orders")}</Text>}
      </BlockStack>
    </Page>
  );
}
