import { gid } from "../../store/store.ts";
import type { FieldResolvers } from "../resolver-map.ts";
import { lineLevelDiscount, lineNet } from "./order-money.ts";
import type { AllocationSource, LineSource, MoneyBag } from "./sources.ts";

const bag =
  (minorOf: (source: LineSource) => number) =>
  (source: LineSource): MoneyBag => ({ minor: minorOf(source), order: source.order });

const discounted = ({ order, line }: LineSource, withCodes: boolean) =>
  line.unitPrice * line.quantity - lineLevelDiscount(order, line, withCodes);
const perUnit = (total: number, quantity: number) => (quantity === 0 ? 0 : Math.round(total / quantity));

export const lineItem: FieldResolvers<LineSource> = {
  id: (source) => gid("LineItem", source.line.id),
  title: (source) => source.line.title,
  name: ({ line }) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
  variantTitle: (source) => source.line.variantTitle,
  sku: (source) => source.line.sku,
  vendor: (source) => source.line.vendor,
  quantity: (source) => source.line.quantity,
  currentQuantity: (source) => source.line.currentQuantity,
  // Units taken out by order editing count as already dealt with, so they cannot be refunded again.
  refundableQuantity: (source) => source.line.currentQuantity,
  isGiftCard: (source) => source.line.isGiftCard,
  customAttributes: (source) => source.line.attributes,
  product: ({ line }, _args, { store }) => (line.productId === null ? null : store.products.get(line.productId)),
  variant: ({ line }, _args, { store }) => (line.variantId === null ? null : store.variants.get(line.variantId)),
  originalUnitPriceSet: bag(({ line }) => line.unitPrice),
  originalTotalSet: bag(({ line }) => line.unitPrice * line.quantity),
  discountedTotalSet: (source, { withCodeDiscounts }): MoneyBag => ({
    minor: discounted(source, withCodeDiscounts === true),
    order: source.order,
  }),
  discountedUnitPriceSet: bag((source) => perUnit(discounted(source, false), source.line.quantity)),
  discountedUnitPriceAfterAllDiscountsSet: bag(({ line }) => perUnit(lineNet(line), line.quantity)),
  totalDiscountSet: bag(({ order, line }) => lineLevelDiscount(order, line, true)),
  discountAllocations: ({ order, line }): AllocationSource[] => line.allocations.map((allocation) => ({ order, allocation })),
};
