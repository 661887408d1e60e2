import { Badge, BlockStack, Box, Card, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { CustomerOrders as OrdersOfCustomer } from "../value/customer-order.ts";
import { useFormats } from "./shop-context.tsx";
import { TableName } from "./table-name.tsx";

/** A customer's orders, newest first, with what each one earned. */
export function CustomerOrders({ orders: { orders, total } }: { orders: OrdersOfCustomer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Card padding="0">
      <BlockStack>
        <div style={{ padding: "16px 16px 8px" }}>
          <Text as="h2" variant="headingMd">
            {t("customer.orders_title")}
          </Text>
        </div>
        <TableName name={t("customer.orders_title")}>
          <IndexTable
            resourceName={{ singular: t("customer.order"), plural: t("customer.orders") }}
            itemCount={orders.length}
            selectable={false}
            headings={[
              { title: t("customer.column.order") },
              { title: t("customer.column.date") },
              { title: t("customer.column.revenue"), alignment: "end" },
              { title: t("customer.column.discounts"), alignment: "end" },
              { title: t("customer.column.refunded"), alignment: "end" },
              { title: t("customer.column.cost"), alignment: "end" },
              { title: t("customer.column.profit"), alignment: "end" },
            ]}
          >
            {orders.map((order, index) => (
              <IndexTable.Row id={order.id} key={order.id} position={index}>
                <IndexTable.Cell>
                  <Link url={`shopify://admin/orders/${order.id}`} target="_top" removeUnderline>
                    <Text as="span" fontWeight="semibold">
                      {order.name}
                    </Text>
                  </Link>
                  {order.giftCards > 0 ? <Badge>{t("customer.order_gift_cards", { amount: formats.money(order.giftCards) })}</Badge> : null}
                  {order.counted ? null : <Badge>{t(`customer.not_counted.${order.test ? "test" : "cancelled"}`)}</Badge>}
                </IndexTable.Cell>
                <IndexTable.Cell>{formats.date(order.processedAt)}</IndexTable.Cell>
                <Amount text={formats.money(order.revenue)} />
                <Amount text={formats.money(order.discounts)} />
                <Amount text={formats.money(order.refunded)} />
                <Amount text={formats.money(order.cost)} badge={order.assumedCost > 0 ? t("customer.assumed") : undefined} />
                <Amount text={formats.money(order.profit)} loss={order.profit < 0} />
              </IndexTable.Row>
            ))}
          </IndexTable>
        </TableName>
        {total > orders.length ? (
          <Box padding="400">
            <Text as="p" tone="subdued">
              {t("customer.orders_latest", { shown: formats.number(orders.length), total: formats.number(total) })}
            </Text>
          </Box>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Amount({ text, badge, loss = false }: { text: string; badge?: string | undefined; loss?: boolean }) {
  return (
    <IndexTable.Cell>
      <InlineStack gap="100" align="end" blockAlign="center" wrap={false}>
        {badge ? <Badge size="small">{badge}</Badge> : null}
        <Text as="span" numeric {...(loss ? { tone: "critical" as const } : {})}>
          {text}
        </Text>
      </InlineStack>
    </IndexTable.Cell>
  );
}
