import type { Line, Order, Variant } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import { StoreError } from "../../store/store.ts";

export interface OrderWish {
  customerId?: number | undefined;
  variantId?: number | undefined;
  quantity?: number | undefined;
}

/** An order as a shopper would place it, with whatever is not wished for drawn from `random`. Goes the whole way: stock, totals, webhooks. */
export function placeRandomOrder(store: Store, random: () => number, wish: OrderWish = {}): Order {
  const customers = [...store.customers.keys()];
  const customerId = wish.customerId ?? pick(customers, random);
  const customer = customerId === undefined ? undefined : store.customers.get(customerId);
  if (wish.customerId !== undefined && !customer) throw new StoreError(`There is no customer ${wish.customerId}.`);
  const variants = wish.variantId === undefined ? drawVariants(store, random) : [store.variants.get(wish.variantId)];
  const lines = variants.map((variant): Line => {
    if (!variant)
      throw new StoreError(wish.variantId === undefined ? "The store has no product to sell." : `There is no variant ${wish.variantId}.`);
    const product = store.products.get(variant.productId);
    const quantity = wish.quantity ?? 1 + Math.floor(random() * 2);
    if (!Number.isInteger(quantity) || quantity < 1) throw new StoreError("The quantity is a whole number, one or more.");
    return {
      id: store.nextId(),
      title: product?.title ?? variant.title,
      variantTitle: variant.title,
      sku: variant.sku,
      vendor: product?.vendor ?? null,
      productId: variant.productId,
      variantId: variant.id,
      quantity,
      currentQuantity: quantity,
      unitPrice: variant.price,
      isGiftCard: product?.isGiftCard ?? false,
      attributes: [],
      allocations: [],
    };
  });
  const now = store.now();
  return store.createOrder({
    customerId: customer?.id ?? null,
    email: customer?.email ?? null,
    createdAt: now,
    processedAt: now,
    test: false,
    sourceName: "web",
    financialStatus: "PAID",
    presentmentCurrency: store.shop.currency,
    presentmentRate: 1,
    lines,
    discountApplications: [],
    shipping: 0,
    tax: 0,
    tip: 0,
    tags: [],
    attributes: [],
    paymentGateway: "bogus",
  });
}

function drawVariants(store: Store, random: () => number): (Variant | undefined)[] {
  const all = [...store.variants.values()].filter((variant) => store.products.get(variant.productId)?.status === "ACTIVE");
  const count = 1 + Math.floor(random() * 3);
  return [...new Set(Array.from({ length: count }, () => pick(all, random)))];
}

function pick<T>(values: readonly T[], random: () => number): T | undefined {
  return values[Math.floor(random() * values.length)];
}
