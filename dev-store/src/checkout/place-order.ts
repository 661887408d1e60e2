import type { Customer, DiscountApplication } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import { sellableVariant, shortage, variantName } from "./cart.ts";
import type { Checkout, CheckoutFields, PaymentOutcome, PaymentProblem } from "./checkout-session.ts";
import type { PricedCart } from "./price-cart.ts";
import { shippingRates } from "./shipping-rates.ts";

export interface PaymentRequest {
  cardNumber: string;
  /** minor units: the total the shopper saw beside the pay button; null when the form did not say */
  expectedTotal: number | null;
}

/**
 * Pays a checkout with the test gateway and makes the order. Stock and price are looked at again at this
 * moment; a second call while the first is under way, or after it, gives the first one's order.
 * @param price prices the checkout's cart anew, with the e-mail now known
 */
export function payCheckout(
  store: Store,
  checkout: Checkout,
  request: PaymentRequest,
  price: () => Promise<PricedCart>,
): Promise<PaymentOutcome> {
  if (checkout.orderId !== null) return Promise.resolve({ ok: true, orderId: checkout.orderId });
  checkout.payment ??= pay(store, checkout, request, price).finally(() => {
    checkout.payment = null;
  });
  return checkout.payment;
}

async function pay(store: Store, checkout: Checkout, request: PaymentRequest, price: () => Promise<PricedCart>): Promise<PaymentOutcome> {
  const missing = missingFields(checkout.fields);
  if (missing.length > 0) return refuse({ reason: "missing_field", fields: missing });
  const { cart } = checkout;
  const priced = await price();
  // No await from here on: nothing may move between the last look at the stock and the order.
  if (cart.lines.length === 0) return refuse({ reason: "empty_cart" });
  const short = unavailable(store, priced);
  if (short.length > 0) return refuse({ reason: "unavailable", titles: short });
  if (!sameCart(priced, checkout)) return refuse({ reason: "total_changed" });
  const rates = shippingRates(priced);
  const rate = rates.find((item) => item.handle === checkout.fields.shipping_rate) ?? rates[0];
  const shipping = rate?.discountedPrice ?? 0;
  if (request.expectedTotal !== null && request.expectedTotal !== priced.subtotal + shipping) return refuse({ reason: "total_changed" });
  const card = request.cardNumber.replace(/\s/g, "");
  if (card === "2") return refuse({ reason: "declined" });
  if (card === "3") return refuse({ reason: "gateway_error" });
  if (card !== "1") return refuse({ reason: "bad_card" });

  const customer = customerFor(store, checkout.fields);
  const now = store.now();
  const order = store.createOrder({
    customerId: customer.id,
    email: checkout.fields.email.trim(),
    createdAt: now,
    processedAt: now,
    // Shopify marks orders of its Bogus gateway as tests. Here they stand for real ones, or nothing could be tried out.
    test: false,
    sourceName: "web",
    financialStatus: "PAID",
    presentmentCurrency: priced.currency,
    presentmentRate: 1,
    lines: priced.lines.map(({ line, variant, product, allocations }) => ({
      id: store.nextId(),
      title: product.title,
      variantTitle: variant.title === "Default Title" ? null : variant.title,
      sku: variant.sku || null,
      vendor: product.vendor || null,
      productId: product.id,
      variantId: variant.id,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      unitPrice: variant.price,
      isGiftCard: product.isGiftCard,
      attributes: Object.entries(line.properties).map(([key, value]) => ({ key, value })),
      allocations: allocations.map(({ applicationIndex, amount }) => ({ applicationIndex, amount })),
    })),
    discountApplications: priced.applications.map(
      ({ level: _level, discountId: _discountId, ...application }): DiscountApplication => ({ ...application }),
    ),
    shipping,
    tax: 0,
    tip: 0,
    tags: [],
    attributes: Object.entries(cart.attributes).map(([key, value]) => ({ key, value })),
    paymentGateway: "bogus",
  });
  checkout.orderId = order.id;
  cart.lines = [];
  cart.note = null;
  cart.attributes = {};
  cart.discountCodes = [];
  cart.updatedAt = store.now();
  return { ok: true, orderId: order.id };
}

/** The customer with this e-mail, whatever its case, or a new one: Shopify makes a customer of every e-mail that orders. */
function customerFor(store: Store, fields: CheckoutFields): Customer {
  const known = customerByEmail(store, fields.email);
  if (known) return known;
  const now = store.now();
  const customer: Customer = {
    id: store.nextId(),
    email: fields.email.trim().toLowerCase(),
    firstName: fields.first_name.trim() || null,
    lastName: fields.last_name.trim() || null,
    createdAt: now,
    updatedAt: now,
    numberOfOrders: 0,
    amountSpent: 0,
    tags: [],
    acceptsMarketing: fields.accepts_marketing !== "",
  };
  store.customers.set(customer.id, customer);
  store.emit("customers/create", customer.id);
  return customer;
}

export function customerByEmail(store: Store, email: string): Customer | null {
  const wanted = email.trim().toLowerCase();
  if (wanted === "") return null;
  for (const customer of store.customers.values()) if (customer.email?.toLowerCase() === wanted) return customer;
  return null;
}

function unavailable(store: Store, priced: PricedCart): string[] {
  const titles = priced.missing.map((line) => {
    const variant = store.variants.get(line.variantId);
    return variant ? variantName(store, variant) : "";
  });
  const lines = priced.cart.lines;
  for (const id of new Set(lines.map((line) => line.variantId))) {
    const variant = sellableVariant(store, id);
    if (variant && shortage(store, variant, lines)) titles.push(variantName(store, variant));
  }
  return titles;
}

/** Whether the cart and the prices are still those that were just priced; a Function may have taken a moment. */
function sameCart(priced: PricedCart, { cart }: Checkout): boolean {
  return (
    priced.lines.length === cart.lines.length &&
    priced.lines.every(({ line, variant, unitPrice }, index) => {
      const now = cart.lines[index];
      return now?.key === line.key && now.quantity === line.quantity && variant.price === unitPrice;
    })
  );
}

function missingFields(fields: CheckoutFields): (keyof CheckoutFields)[] {
  const required: (keyof CheckoutFields)[] = ["email", "last_name", "address1", "city", "country"];
  return required.filter((name) =>
    name === "email" ? !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(fields.email.trim()) : fields[name].trim() === "",
  );
}

function refuse(problem: PaymentProblem): PaymentOutcome {
  return { ok: false, problem };
}
