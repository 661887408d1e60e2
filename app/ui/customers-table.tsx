import { useNavigate } from "@remix-run/react";
import type { IndexTableProps } from "@shopify/polaris";
import { Card, IndexTable, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { CustomerValue } from "../value/store-value.ts";
import { customerLabel } from "./customer-label.ts";
import { CUSTOMERS_A_PAGE, type CustomerListState, type CustomerSort, customerListSearch } from "./customer-list-state.ts";
import { useFormats } from "./shop-context.tsx";

interface CustomersTableProps {
  rows: readonly CustomerValue[];
  total: number;
  names: Readonly<Record<string, string>>;
  state: CustomerListState;
}

const COLUMNS: readonly (CustomerSort | "customer" | "aov")[] = ["customer", "profit", "revenue", "orders", "aov", "lastOrderAt"];

/** Customers by what they are worth; sorting and paging live in the address. */
export function CustomersTable({ rows, total, names, state }: CustomersTableProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const go = (change: Partial<CustomerListState>) =>
    navigate(`/app/customers${customerListSearch(state, change)}`, { preventScrollReset: true });
  const first = (state.page - 1) * CUSTOMERS_A_PAGE + 1;
  const headings = COLUMNS.map((column) => ({
    id: column,
    title: t(`customers.column.${column}`),
    ...(column === "customer" ? {} : { alignment: "end" as const, defaultSortDirection: "descending" as const }),
  })) as unknown as IndexTableProps["headings"];
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: t("customers.one"), plural: t("customers.many") }}
        itemCount={rows.length}
        selectable={false}
        headings={headings}
        sortable={COLUMNS.map((column) => column !== "customer" && column !== "aov")}
        sortDirection={state.direction === "asc" ? "ascending" : "descending"}
        sortColumnIndex={COLUMNS.indexOf(state.sort)}
        onSort={(index, direction) => {
          const column = COLUMNS[index];
          if (column && column !== "customer" && column !== "aov")
            go({ sort: column, direction: direction === "ascending" ? "asc" : "desc" });
        }}
        pagination={{
          hasPrevious: state.page > 1,
          hasNext: state.page * CUSTOMERS_A_PAGE < total,
          onPrevious: () => go({ page: state.page - 1 }),
          onNext: () => go({ page: state.page + 1 }),
          accessibilityLabel: t("customers.pages"),
          label: t("customers.range", {
            first: formats.number(first),
            last: formats.number(first + rows.length - 1),
            total: formats.number(total),
          }),
        }}
      >
        {rows.map((row, index) => (
          <IndexTable.Row id={row.customerId} key={row.customerId} position={index}>
            <IndexTable.Cell>
              <Link url={`/app/customers/${row.customerId}`} removeUnderline dataPrimaryLink>
                <Text as="span" fontWeight="semibold">
                  {customerLabel(t, row.customerId, names)}
                </Text>
              </Link>
            </IndexTable.Cell>
            <NumberCell tone={row.profit < 0 ? "critical" : undefined}>{formats.money(row.profit)}</NumberCell>
            <NumberCell>{formats.money(row.revenue)}</NumberCell>
            <NumberCell>{formats.number(row.orders)}</NumberCell>
            <NumberCell>{formats.money(row.aov)}</NumberCell>
            <NumberCell>{formats.date(row.lastOrderAt)}</NumberCell>
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

function NumberCell({ children, tone }: { children: string; tone?: "critical" | undefined }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric {...(tone ? { tone } : {})}>
        {children}
      </Text>
    </IndexTable.Cell>
  );
}
