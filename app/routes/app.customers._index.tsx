import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { BlockStack, Box, Card, EmptyState, Text } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { customerNames, searchCustomers } from "../shopify/customer-names.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { shopSettings } from "../shopify/shop-settings.server.ts";
import { Announcement } from "../ui/announcement.tsx";
import { CustomerFilters } from "../ui/customer-filters.tsx";
import {
  CUSTOMERS_A_PAGE,
  type CustomerListState,
  customerListSearch,
  parseCustomerList,
  searchedNumber,
} from "../ui/customer-list-state.ts";
import { CustomerSearch, type NamesMissing } from "../ui/customer-search.tsx";
import { CustomersTable } from "../ui/customers-table.tsx";
import { IndexPage } from "../ui/index-page.tsx";
import { useListedRange } from "../ui/use-listed-range.tsx";
import { customersPage } from "../value/customers-page.server.ts";
import type { RfmGroup } from "../value/rfm-segments.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const { search, ...state } = parseCustomerList(new URL(request.url).searchParams);
  const number = searchedNumber(search);
  const found = search && !number ? await searchCustomers(shop, search) : null;
  const ids = number ? [number] : found?.kind === "found" ? found.ids : found ? [] : undefined;
  const [{ rows, total, more, sort, page }, settings] = await Promise.all([
    customersPage(shop.shopId, { ...state, pageSize: CUSTOMERS_A_PAGE, ids }),
    shopSettings(shop.shopId),
  ]);
  const names =
    found?.kind === "found"
      ? { kind: "known" as const, names: found.names }
      : await customerNames(
          shop,
          rows.map((row) => row.customerId),
        );
  const namesMissing = found?.kind === "unknown" ? found.reason : names.kind === "unknown" ? names.reason : null;
  const base = settings.valueBase === "revenue" ? ("net" as const) : ("profit" as const);
  return {
    rows,
    total,
    more,
    base,
    state: { ...state, sort, page, search },
    names: names.kind === "known" ? names.names : {},
    namesMissing,
  };
}

export default function Customers() {
  const { rows, total, more, base, state, names, namesMissing } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const rangeOf = useListedRange();
  const navigate = useNavigate();
  const go = (change: Partial<CustomerListState>) =>
    navigate(`/app/customers${customerListSearch(state, change)}`, { preventScrollReset: true });
  const none = emptyTitle(t, state);
  const told = rows.length > 0 ? t("customers.shown", { range: rangeOf({ page: state.page, count: rows.length, total, more }) }) : none;
  return (
    <IndexPage title={t("nav.customers")} fullWidth>
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <BlockStack gap="400">
            <Text as="p" tone="subdued">
              {t("customers.intro")}
            </Text>
            <CustomerSearch state={state} namesMissing={namesMissing} />
            <CustomerFilters state={state} go={go} />
          </BlockStack>
        </Box>
        <Announcement>{told}</Announcement>
        {rows.length > 0 ? (
          <>
            <CustomersTable rows={rows} total={total} more={more} base={base} names={names} state={state} go={go} />
            <Box paddingInline={{ xs: "400", sm: "0" }}>
              <Text as="p" variant="bodySm" tone="subdued">
                {t("customers.note", { base: t(`value.base.${base}`) })}
              </Text>
            </Box>
          </>
        ) : (
          <NoCustomers title={none} search={state.search} group={state.group} namesMissing={namesMissing} />
        )}
      </BlockStack>
    </IndexPage>
  );
}

function emptyTitle(t: TFunction, { search, group }: CustomerListState): string {
  if (search) return t("customers.not_found_title", { search });
  return group ? t("customers.group_empty_title", { group: t(`value.rfm.group.${group}`) }) : t("customers.empty_title");
}

interface NoCustomersProps {
  title: string;
  search: string;
  group: RfmGroup | null;
  namesMissing: NamesMissing;
}

function NoCustomers({ title, search, group, namesMissing }: NoCustomersProps) {
  const { t } = useTranslation();
  return (
    <Card>
      {search ? (
        <EmptyState heading={title} image="" action={{ content: t("customers.show_all"), url: "/app/customers" }}>
          <Text as="p">{namesMissing ? t("customers.not_found_number") : t("customers.not_found")}</Text>
        </EmptyState>
      ) : group ? (
        <EmptyState heading={title} image="" action={{ content: t("customers.show_all"), url: "/app/customers" }}>
          <Text as="p">{t("customers.group_empty")}</Text>
        </EmptyState>
      ) : (
        <EmptyState heading={title} image="" action={{ content: t("common.to_home"), url: "/app" }}>
          <Text as="p">{t("customers.empty")}</Text>
        </EmptyState>
      )}
    </Card>
  );
}
