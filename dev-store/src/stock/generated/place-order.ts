import { spread } from "../../checkout/allocate.ts";
import type { DiscountApplication, Line } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import type { BasketLine } from "./fill-basket.ts";
import type { PlannedOrder } from "./plan-orders.ts";
import type { RandomSource } from "./random-source.ts";

const DAY = 86_400_000;
const FREE_SHIPPING_FROM = 4500;
const SHIPPING = 590;
/** presentment units for one US dollar */
const RATES: readonly (readonly [currency: string, rate: number])[] = [
  ["CAD", 1.37],
  ["EUR", 0.92],
  ["GBP", 0.79],
];
const NO_ATTRIBUTES = Object.freeze([]) as unknown as Line["attributes"];
const NO_ALLOCATIONS = Object.freeze([]) as unknown as Line["allocations"];

/** Codes the shop has given out: 10 % for a first order, 15 % in a month of sale twice a year. */
export const CODES = { welcome: { code: "WELCOME10", percentage: 10 }, season: { code: "SEASON15", percentage: 15 } } as const;

/** Puts one order into the store, and what became of it: a few are cancelled, some refunded in part or whole. */
export function placeOrder(store: Store, random: RandomSource, planned: PlannedOrder, basket: readonly BasketLine[], today: number): void {
  const costs = basket.map(({ variant, quantity }) => variant.price * quantity);
  const sum = costs.reduce((total, cost) => total + cost, 0);
  const code = codeFor(random, planned, today);
  const off = code ? Math.round((sum * code.percentage) / 100) : 0;
  const shares = spread(off, new Map(costs.map((cost, index) => [String(index), cost])));
  const lines = basket.map(({ shelf, variant, quantity }, index): Line => {
    const share = shares.get(String(index)) ?? 0;
    return {
      id: store.nextId(),
      title: shelf.product.title,
      variantTitle: shelf.variants.length > 1 ? variant.title : null,
      sku: variant.sku,
      vendor: shelf.product.vendor,
      productId: shelf.product.id,
      variantId: variant.id,
      quantity,
      currentQuantity: quantity,
      unitPrice: variant.price,
      isGiftCard: shelf.product.isGiftCard,
      attributes: NO_ATTRIBUTES,
      allocations: share > 0 ? [{ applicationIndex: 0, amount: share }] : NO_ALLOCATIONS,
    };
  });
  const applications: DiscountApplication[] = code
    ? [
        {
          index: 0,
          kind: "code",
          title: code.code,
          code: code.code,
          value: { kind: "percentage", percentage: code.percentage },
          allocationMethod: "ACROSS",
          targetSelection: "ALL",
        },
      ]
    : [];
  const [currency, rate] = random.chance(0.03) ? random.pick(RATES) : [store.shop.currency, 1];
  const cancelled = random.chance(0.008);
  const subtotal = sum - off;
  const onlyGiftCards = basket.every(({ shelf }) => shelf.product.isGiftCard);
  const order = store.loadOrder({
    customerId: planned.buyer?.customer.id ?? null,
    email: planned.buyer?.customer.email ?? `guest.${store.orders.size + 1}@example.com`,
    createdAt: planned.at,
    processedAt: planned.at,
    cancelledAt: cancelled ? Math.min(planned.at + 6 * 3_600_000, today) : null,
    test: false,
    sourceName: "web",
    financialStatus: "PAID",
    presentmentCurrency: currency,
    presentmentRate: rate,
    lines,
    discountApplications: applications,
    shipping: onlyGiftCards || subtotal >= FREE_SHIPPING_FROM ? 0 : SHIPPING,
    tax: Math.round(subtotal * 0.07),
    tip: 0,
    tags: [],
    attributes: [],
    paymentGateway: "shopify_payments",
  });
  if (planned.buyer) planned.buyer.customer.updatedAt = planned.at;
  if (cancelled) giveBackAll(store, order.id, order.cancelledAt ?? planned.at);
  else if (random.chance(0.04))
    refund(store, random, order.id, Math.min(planned.at + Math.floor((2 + 18 * random.uniform()) * DAY), today));
}

function codeFor(random: RandomSource, planned: PlannedOrder, today: number) {
  if (planned.nth === 0 && planned.buyer) return random.chance(0.28) ? CODES.welcome : null;
  // Counted back from today and not by the calendar, so that the same shop comes out on every day.
  const daysAgo = Math.floor((today - planned.at) / DAY);
  return random.chance(daysAgo % 180 < 30 ? 0.3 : 0.03) ? CODES.season : null;
}

function giveBackAll(store: Store, orderId: number, createdAt: number): void {
  const order = store.orders.get(orderId);
  if (!order) return;
  const lines = order.lines.map((line) => ({ lineId: line.id, quantity: line.quantity }));
  store.refundOrder(orderId, { amount: order.total, lines, createdAt, silent: true });
}

function refund(store: Store, random: RandomSource, orderId: number, createdAt: number): void {
  const order = store.orders.get(orderId);
  if (!order) return;
  if (random.chance(0.35)) {
    giveBackAll(store, orderId, createdAt);
    return;
  }
  const line = random.pick(order.lines);
  const paid = line.unitPrice * line.quantity - line.allocations.reduce((sum, { amount }) => sum + amount, 0);
  // Some shoppers get money back for a damaged bag and keep it.
  if (random.chance(0.25))
    store.refundOrder(orderId, { amount: Math.round(paid * 0.3), note: "Damaged in transit", createdAt, silent: true });
  else store.refundOrder(orderId, { amount: paid, lines: [{ lineId: line.id, quantity: line.quantity }], createdAt, silent: true });
}
