import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Card, EmptyState, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { customerNames, searchCustomers } from "../shopify/customer-names.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { CUSTOMERS_A_PAGE, parseCustomerList } from "../ui/customer-list-state.ts";
import { CustomerSearch, type NamesMissing } from "../ui/customer-search.tsx";
import { CustomersTable } from "../ui/customers-table.tsx";
import { IndexPage } from "../ui/index-page.tsx";
import { listCustomers } from "../value/list-customers.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const { search, ...state } = parseCustomerList(new URL(request.url).searchParams);
  const number = /^#?(\d{1,20})$/.exec(search)?.[1];
  const found = search && !number ? await searchCustomers(shop, search) : null;
  const ids = number ? [number] : found?.kind === "found" ? found.ids : found ? [] : undefined;
  const { rows, total } = await listCustomers(shop.shopId, { ...state, pageSize: CUSTOMERS_A_PAGE, ...(ids ? { ids } : {}) });
  const names =
    found?.kind === "found"
      ? { kind: "known" as const, names: found.names }
      : await customerNames(
          shop,
          rows.map((row) => row.customerId),
        );
  const namesMissing = found?.kind === "unknown" ? found.reason : names.kind === "unknown" ? names.reason : null;
  return { rows, total, state: { ...state, search }, names: names.kind === "known" ? names.names : {}, namesMissing };
}

export default function Customers() {
  const { rows, total, state, names, namesMissing } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <IndexPage title={t("nav.customers")} fullWidth>
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <BlockStack gap="400">
            <Text as="p" tone="subdued">
              {t("customers.intro")}
            </Text>
            <CustomerSearch state={state} namesMissing={namesMissing} />
          </BlockStack>
        </Box>
        {rows.length > 0 ? (
          <CustomersTable rows={rows} total={total} names={names} state={state} />
        ) : (
          <NoCustomers search={state.search} namesMissing={namesMissing} />
        )}
      </BlockStack>
    </IndexPage>
  );
}

function NoCustomers({ search, namesMissing }: { search: string; namesMissing: NamesMissing }) {
  const { t } = useTranslation();
  return (
    <Card>
      {search ? (
        <EmptyState
          heading={t("customers.not_found_title", { search })}
          image=""
          action={{ content: t("customers.show_all"), url: "/app/customers" }}
        >
          <Text as="p">{namesMissing ? t("customers.not_found_number") : t("customers.not_found")}</Text>
        </EmptyState>
      ) : (
        <EmptyState heading={t("customers.empty_title")} image="" action={{ content: t("common.to_home"), url: "/app" }}>
          <Text as="p">{t("customers.empty")}</Text>
        </EmptyState>
      )}
    </Card>
  );
}
