import type { IndexTableProps } from "@shopify/polaris";
import { Card, IndexTable, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../value/amounts.ts";
import { LIST_SORTS, type ListedCustomer } from "../value/customers-page.ts";
import { customerLabel } from "./customer-label.ts";
import { CUSTOMERS_A_PAGE, type CustomerListState } from "./customer-list-state.ts";
import { useFormats } from "./shop-context.tsx";
import { TableName } from "./table-name.tsx";
import { useListedRange } from "./use-listed-range.tsx";

interface CustomersTableProps {
  rows: readonly ListedCustomer[];
  total: number;
  /** there are more than `total` */
  more: boolean;
  /** what CLV is counted in */
  base: ValueBase;
  names: Readonly<Record<string, string>>;
  state: CustomerListState;
  go(change: Partial<CustomerListState>): void;
}

const COLUMNS = ["customer", "profit", "revenue", "orders", "aov", "lastOrderAt", "clv", "p_order"] as const;
const sortOf = (column: string | undefined) => LIST_SORTS.find((sort) => sort === column);

/** Customers by what they brought and what is expected of them; sorting and paging live in the address. */
export function CustomersTable({ rows, total, more, base, names, state, go }: CustomersTableProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const rangeOf = useListedRange();
  const headings = COLUMNS.map((column) => ({
    id: column,
    title: t(`customers.column.${column}`),
    ...(column === "customer" ? {} : { alignment: "end" as const, defaultSortDirection: "descending" as const }),
  })) as unknown as IndexTableProps["headings"];
  return (
    <Card padding="0">
      <TableName name={t("nav.customers")}>
        <IndexTable
          resourceName={{ singular: t("customers.one"), plural: t("customers.many") }}
          itemCount={rows.length}
          selectable={false}
          headings={headings}
          sortable={COLUMNS.map((column) => sortOf(column) !== undefined)}
          sortDirection={state.direction === "asc" ? "ascending" : "descending"}
          sortColumnIndex={(COLUMNS as readonly string[]).indexOf(state.sort)}
          onSort={(index, direction) => {
            const sort = sortOf(COLUMNS[index]);
            if (sort) go({ sort, direction: direction === "ascending" ? "asc" : "desc" });
          }}
          pagination={{
            hasPrevious: state.page > 1,
            hasNext: state.page * CUSTOMERS_A_PAGE < total || (more && rows.length === CUSTOMERS_A_PAGE),
            onPrevious: () => go({ page: state.page - 1 }),
            onNext: () => go({ page: state.page + 1 }),
            accessibilityLabel: t("customers.pages"),
            label: rangeOf({ page: state.page, count: rows.length, total, more }),
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
              <NumberCell>{row.forecast ? formats.money(row.forecast.clv[base]) : t("value.none")}</NumberCell>
              <NumberCell>{row.forecast ? formats.percent(row.forecast.pOrder) : t("value.none")}</NumberCell>
            </IndexTable.Row>
          ))}
        </IndexTable>
      </TableName>
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
