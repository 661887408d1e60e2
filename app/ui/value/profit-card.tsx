import { BlockStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ProfitMakers, ProfitRow } from "../../value/profit-makers.ts";
import { customerLabel } from "../customer-label.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

/** an assumed share of the cost below this rounds to 0 % */
const WORTH_SAYING = 0.005;

type Names = Readonly<Record<string, string>>;

export interface ProfitCardProps {
  readonly profit: ProfitMakers;
  readonly names: Names;
  /** why there are no names at all; null where Shopify gave those it has */
  readonly namesMissing: "denied" | "unavailable" | null;
}

/** Who earns the store its profit and who costs it some, with the reason. */
export function ProfitCard({ profit, names, namesMissing }: ProfitCardProps) {
  const { t } = useTranslation();
  const { money, number, percent } = useFormats();
  const { profitable, losing, onlyGiftCards, byReason, makers, losers } = profit;
  const sums = [
    profitable.customers > 0
      ? t("value.profit.brought", {
          count: profitable.customers,
          customers: number(profitable.customers),
          profit: money(profitable.profit),
        })
      : null,
    losing.customers > 0
      ? t("value.profit.lost", { count: losing.customers, customers: number(losing.customers), loss: money(Math.abs(losing.profit)) })
      : null,
  ].filter((sum) => sum !== null);
  return (
    <SectionCard
      title={t("value.profit.title")}
      intro={
        profit.assumedCostShare >= WORTH_SAYING
          ? t("value.figures.intro_assumed", { share: percent(profit.assumedCostShare) })
          : t("value.profit.intro")
      }
    >
      <BlockStack gap="300">
        {sums.length > 0 ? (
          <Text as="p" fontWeight="medium">
            {sums.join(" ")}
          </Text>
        ) : null}
        {onlyGiftCards > 0 ? (
          <Text as="p" tone="subdued">
            {t("value.profit.gift_cards", { count: onlyGiftCards, customers: number(onlyGiftCards) })}
          </Text>
        ) : null}
        {byReason.some(({ customers }) => customers > 0) ? (
          <ul className="crescendo-plain-list">
            {byReason
              .filter(({ customers }) => customers > 0)
              .map(({ reason, customers, profit: sum }) => (
                <li key={reason}>
                  <Text as="span" fontWeight="medium">
                    {t(`value.profit.reason.${reason}`)}
                  </Text>{" "}
                  {t("value.profit.reason_sum", { count: customers, customers: number(customers), loss: money(Math.abs(sum)) })}{" "}
                  <Text as="span" tone="subdued">
                    {t(`value.profit.advice.${reason}`)}
                  </Text>
                </li>
              ))}
          </ul>
        ) : null}
        <div className="crescendo-two">
          <Rows title={t("value.profit.makers")} rows={makers} names={names} empty={t("value.profit.no_makers")} />
          <Rows title={t("value.profit.losers")} rows={losers} names={names} empty={t("value.profit.no_losers")} reasons />
        </div>
        {[...makers, ...losers].every(({ customerId }) => names[customerId]) ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {t(namesMissing === null ? "value.profit.nameless" : `customers.names_${namesMissing}`)}
          </Text>
        )}
      </BlockStack>
    </SectionCard>
  );
}

interface RowsProps {
  title: string;
  rows: readonly ProfitRow[];
  names: Names;
  empty: string;
  reasons?: boolean;
}

function Rows({ title, rows, names, empty, reasons = false }: RowsProps) {
  const { t } = useTranslation();
  const { money, number } = useFormats();
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      {rows.length === 0 ? (
        <Text as="p" tone="subdued">
          {empty}
        </Text>
      ) : (
        <NamedTable
          name={title}
          columnContentTypes={["text", "numeric", "numeric"]}
          headings={[t("customers.column.customer"), t("customers.column.orders"), t("customers.column.profit")]}
          rows={rows.map((row) => [
            <BlockStack key={row.customerId}>
              <Link url={`/app/customers/${row.customerId}`} removeUnderline>
                {customerLabel(t, row.customerId, names)}
              </Link>
              {reasons && row.reason ? (
                <Text as="span" variant="bodySm" tone="subdued">
                  {row.reasonAmount === null
                    ? t(`value.profit.reason.${row.reason}`)
                    : t("value.profit.because", { reason: t(`value.profit.reason.${row.reason}`), amount: money(row.reasonAmount) })}
                </Text>
              ) : null}
            </BlockStack>,
            number(row.orders),
            money(row.profit),
          ])}
          increasedTableDensity
        />
      )}
    </BlockStack>
  );
}
