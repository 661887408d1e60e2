import type { Order } from "../../store/model.ts";
import { gid } from "../../store/store.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import { arrayListing } from "../listing.ts";
import { moneyString } from "../money.ts";
import { type FieldResolvers, type ResolverMap, Typed } from "../resolver-map.ts";
import { lineItem } from "./line-item-resolvers.ts";
import { metafieldsOf } from "./metafield-resolvers.ts";
import { currentSubtotal, currentTotal, refunded } from "./order-money.ts";
import { refundResolvers } from "./refund-resolvers.ts";
import {
  type AllocationSource,
  type ApplicationSource,
  dateTime,
  type MoneyBag,
  optionalDateTime,
  type TransactionSource,
} from "./sources.ts";

/** The order when this app may see it: Shopify hides what is older than the window everywhere. */
export function visibleOrder(order: Order | undefined, context: ExecutionContext): Order | null {
  return order && order.createdAt >= context.ordersSince ? order : null;
}

const bag =
  (minorOf: (order: Order) => number) =>
  (order: Order): MoneyBag => ({ minor: minorOf(order), order });
/** Deprecated fields that Shopify still serves in the shop's currency. */
const money =
  (minorOf: (order: Order) => number) =>
  (order: Order, _args: unknown, { store }: ExecutionContext) =>
    moneyString(minorOf(order), store.shop.currency);

const order: FieldResolvers<Order> = {
  id: (source) => gid("Order", source.id),
  legacyResourceId: (source) => String(source.id),
  name: (source) => source.name,
  number: (source) => source.number,
  email: (source) => source.email,
  createdAt: (source) => dateTime(source.createdAt),
  processedAt: (source) => dateTime(source.processedAt),
  updatedAt: (source) => dateTime(source.updatedAt),
  cancelledAt: (source) => optionalDateTime(source.cancelledAt),
  test: (source) => source.test,
  edited: (source) => source.edited,
  confirmed: () => true,
  closed: () => false,
  closedAt: () => null,
  sourceName: (source) => source.sourceName,
  tags: (source) => [...source.tags].sort(),
  customAttributes: (source) => source.attributes,
  currencyCode: (_source, _args, { store }) => store.shop.currency,
  presentmentCurrencyCode: (source) => source.presentmentCurrency,
  displayFinancialStatus: (source) => source.financialStatus,
  fullyPaid: (source) =>
    source.financialStatus === "PAID" || source.financialStatus === "PARTIALLY_REFUNDED" || source.financialStatus === "REFUNDED",
  unpaid: (source) => source.financialStatus === "PENDING",
  refundable: (source) => refunded(source) < source.total,
  paymentGatewayNames: (source) => [source.paymentGateway],
  customer: (source, _args, { store }) => (source.customerId === null ? null : store.customers.get(source.customerId)),
  subtotalLineItemsQuantity: (source) => source.lines.reduce((sum, line) => sum + line.quantity, 0),
  currentSubtotalLineItemsQuantity: (source) => source.lines.reduce((sum, line) => sum + line.currentQuantity, 0),
  subtotalPriceSet: bag((source) => source.subtotal),
  currentSubtotalPriceSet: bag(currentSubtotal),
  totalDiscountsSet: bag((source) => source.discounts),
  totalShippingPriceSet: bag((source) => source.shipping),
  totalTaxSet: bag((source) => source.tax),
  totalTipReceivedSet: bag((source) => source.tip),
  totalPriceSet: bag((source) => source.total),
  originalTotalPriceSet: bag((source) => source.total),
  currentTotalPriceSet: bag(currentTotal),
  totalRefundedSet: bag(refunded),
  totalReceivedSet: bag(received),
  netPaymentSet: bag((source) => received(source) - refunded(source)),
  subtotalPrice: money((source) => source.subtotal),
  totalPrice: money((source) => source.total),
  totalRefunded: money(refunded),
  discountCode: (source) => source.discountApplications.find((one) => one.code !== null)?.code ?? null,
  discountCodes: (source) => source.discountApplications.flatMap((one) => one.code ?? []),
  discountApplications: (source, args) =>
    arrayListing(
      source.discountApplications,
      (one) => one.index,
      (application) => typedApplication({ order: source, application }),
      args.reverse === true,
    ),
  lineItems: (source, args) =>
    arrayListing(
      source.lines,
      (line) => line.id,
      (line) => ({ order: source, line }),
      args.reverse === true,
    ),
  refunds: (source, { first }) => {
    const refunds = source.refunds.map((refund) => ({ order: source, refund }));
    return typeof first === "number" ? refunds.slice(0, first) : refunds;
  },
  transactions: (source, args) => {
    if (args.capturable != null || args.manuallyResolvable != null) throw notAnswered("the filters of Order.transactions");
    const all = transactions(source);
    return typeof args.first === "number" ? all.slice(0, args.first) : all;
  },
  transactionsCount: (source) => ({ count: transactions(source).length, precision: "EXACT" }),
  ...metafieldsOf<Order>((source) => gid("Order", source.id)),
};

function received(source: Order): number {
  if (source.financialStatus === "PARTIALLY_PAID") throw notAnswered("Order.totalReceivedSet of a partially paid order");
  return ["PENDING", "AUTHORIZED", "VOIDED"].includes(source.financialStatus) ? 0 : source.total;
}

/** The store takes payment in one go; each refund gives money back through the same gateway. */
function transactions(source: Order): TransactionSource[] {
  const sale: TransactionSource = { order: source, id: source.id, kind: "SALE", minor: source.total, at: source.processedAt };
  return [
    sale,
    ...source.refunds.map(
      (refund): TransactionSource => ({ order: source, id: refund.id, kind: "REFUND", minor: refund.amount, at: refund.createdAt }),
    ),
  ];
}

const transaction: FieldResolvers<TransactionSource> = {
  id: (source) => gid("OrderTransaction", source.id),
  kind: (source) => source.kind,
  status: ({ order: of, kind }) => (kind === "SALE" && of.financialStatus === "PENDING" ? "PENDING" : "SUCCESS"),
  gateway: (source) => source.order.paymentGateway,
  formattedGateway: (source) => source.order.paymentGateway,
  amountSet: ({ minor, order: of }): MoneyBag => ({ minor, order: of }),
  createdAt: (source) => dateTime(source.at),
  processedAt: (source) => dateTime(source.at),
  test: (source) => source.order.test,
  order: (source) => source.order,
};

const APPLICATION_TYPES = {
  automatic: "AutomaticDiscountApplication",
  code: "DiscountCodeApplication",
  manual: "ManualDiscountApplication",
  script: "ScriptDiscountApplication",
} as const;

function typedApplication(source: ApplicationSource): Typed {
  return new Typed(APPLICATION_TYPES[source.application.kind], source);
}

const application: FieldResolvers<ApplicationSource> = {
  index: (source) => source.application.index,
  title: (source) => source.application.title,
  allocationMethod: (source) => source.application.allocationMethod,
  targetSelection: (source) => source.application.targetSelection,
  targetType: () => "LINE_ITEM",
  value: ({ application: { value } }, _args, { store }) =>
    value.kind === "percentage"
      ? new Typed("PricingPercentageValue", value)
      : new Typed("MoneyV2", { minor: value.amount, currency: store.shop.currency }),
};

const allocation: FieldResolvers<AllocationSource> = {
  allocatedAmountSet: (source): MoneyBag => ({ minor: source.allocation.amount, order: source.order }),
  discountApplication: (source) => {
    const found = source.order.discountApplications.find((one) => one.index === source.allocation.applicationIndex);
    if (!found) throw new Error(`Order ${source.order.name} has no discount ${source.allocation.applicationIndex}.`);
    return typedApplication({ order: source.order, application: found });
  },
};

const { title: _title, ...codeApplication } = application;

export const orderResolvers: ResolverMap = {
  Order: order,
  LineItem: lineItem,
  ...refundResolvers,
  OrderTransaction: transaction,
  DiscountAllocation: allocation,
  AutomaticDiscountApplication: application,
  ScriptDiscountApplication: application,
  ManualDiscountApplication: { ...application, description: () => null },
  DiscountCodeApplication: { ...codeApplication, code: (source: ApplicationSource) => source.application.code },
  PricingPercentageValue: { percentage: (source: { percentage: number }) => source.percentage },
  Attribute: { key: (source: { key: string }) => source.key, value: (source: { value: string }) => source.value },
  Count: { count: (source: { count: number }) => source.count, precision: (source: { precision: string }) => source.precision },
};
