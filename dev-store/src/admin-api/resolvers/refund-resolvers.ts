import { gid } from "../../store/store.ts";
import { arrayListing } from "../listing.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { dateTime, type LineSource, type MoneyBag, type RefundLineSource, type RefundSource, type TransactionSource } from "./sources.ts";

const refund: FieldResolvers<RefundSource> = {
  id: (source) => gid("Refund", source.refund.id),
  legacyResourceId: (source) => String(source.refund.id),
  createdAt: (source) => dateTime(source.refund.createdAt),
  processedAt: (source) => dateTime(source.refund.createdAt),
  updatedAt: (source) => dateTime(source.refund.createdAt),
  note: (source) => source.refund.note,
  order: (source) => source.order,
  totalRefundedSet: (source): MoneyBag => ({ minor: source.refund.amount, order: source.order }),
  refundLineItems: ({ order, refund: of }, args) =>
    arrayListing(
      of.lines,
      (item) => item.id,
      (item): RefundLineSource => ({ order, refund: of, item }),
      args.reverse === true,
    ),
  transactions: ({ order, refund: of }) =>
    arrayListing(
      [of],
      (one) => one.id,
      (one): TransactionSource => ({ order, id: one.id, kind: "REFUND", minor: one.amount, at: one.createdAt }),
    ),
};

const refundLine: FieldResolvers<RefundLineSource> = {
  id: (source) => gid("RefundLineItem", source.item.id),
  quantity: (source) => source.item.quantity,
  subtotalSet: (source): MoneyBag => ({ minor: source.item.subtotal, order: source.order }),
  lineItem: ({ order, item }): LineSource => {
    const line = order.lines.find((one) => one.id === item.lineId);
    if (!line) throw new Error(`Order ${order.name} has no line ${item.lineId}.`);
    return { order, line };
  },
};

export const refundResolvers: ResolverMap = { Refund: refund, RefundLineItem: refundLine };
