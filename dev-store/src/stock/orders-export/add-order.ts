import type { Customer, DiscountApplication, Line } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import type { OrderHead } from "./order-draft.ts";
import { FINANCIAL_STATUS } from "./parse-head.ts";
import type { Place } from "./rebuild-catalogue.ts";
import type { RowTable } from "./row-table.ts";
import type { SettledOrder } from "./settle-order.ts";

const DAY = 86_400_000;
// Shared by all lines, so that half a million of them do not each carry two empty lists. Frozen: whoever wants to change one makes a new one.
const NO_ATTRIBUTES = Object.freeze([]) as unknown as Line["attributes"];
const NO_ALLOCATIONS = Object.freeze([]) as unknown as Line["allocations"];

export interface OrderToAdd {
  name: string;
  settled: SettledOrder;
  table: RowTable;
  places: ReadonlyMap<number, Place>;
  /** by e-mail in small letters; grows as orders bring new ones */
  customers: Map<string, Customer>;
  /** epoch ms */
  now: number;
}

/** Puts a settled order into the store with its customer and its refund. Orders come oldest first. */
export function addOrder(store: Store, { name, settled, table, places, customers, now }: OrderToAdd): void {
  const { head, money, charges } = settled;
  const customer = head.email === null ? null : customerOf(store, customers, head);
  const { applications, lineIndex, orderIndex } = discountApplications(settled);
  const lines = settled.rows.map((row, index): Line => {
    const place = places.get(table.item[row] ?? -1);
    const amounts = settled.lines[index];
    if (!place || !amounts) throw new Error(`Line ${table.line[row]} has no product.`);
    const own = money.lineDiscounts[index] ?? 0;
    const share = money.orderDiscounts[index] ?? 0;
    const allocations = [
      ...(own > 0 ? [{ applicationIndex: lineIndex, amount: own }] : []),
      ...(share > 0 ? [{ applicationIndex: orderIndex, amount: share }] : []),
    ];
    return {
      id: store.nextId(),
      title: place.title,
      variantTitle: place.variantTitle,
      sku: store.variants.get(place.variantId)?.sku || null,
      vendor: place.vendor,
      productId: place.productId,
      variantId: place.variantId,
      quantity: amounts.quantity,
      currentQuantity: amounts.quantity,
      unitPrice: amounts.unitPrice,
      isGiftCard: place.isGiftCard,
      attributes: NO_ATTRIBUTES,
      allocations: allocations.length === 0 ? NO_ALLOCATIONS : allocations,
    };
  });
  const financialStatus = FINANCIAL_STATUS[head.financialStatus] ?? "PAID";
  const order = store.loadOrder({
    ...(head.id === null ? {} : { id: head.id }),
    name,
    customerId: customer?.id ?? null,
    email: head.email,
    createdAt: head.processedAt,
    processedAt: head.processedAt,
    cancelledAt: head.cancelledAt,
    test: false,
    sourceName: head.source || "web",
    financialStatus,
    presentmentCurrency: store.shop.currency,
    presentmentRate: 1,
    lines,
    discountApplications: applications,
    shipping: charges.shipping,
    tax: charges.tax,
    taxesIncluded: charges.taxesIncluded,
    tip: charges.tip,
    tags: head.tags === "" ? [] : head.tags.split(",").map((tag) => tag.trim()),
    attributes: [],
    paymentGateway: head.paymentMethod,
  });
  if (settled.refunded > 0) {
    const whole = settled.refunded === settled.total;
    store.refundOrder(order.id, {
      amount: settled.refunded,
      lines: whole ? order.lines.map((line) => ({ lineId: line.id, quantity: line.quantity })) : [],
      createdAt: refundedAt(head, now),
      silent: true,
    });
    order.financialStatus = financialStatus;
  }
}

/**
 * The export has no date of a refund: when the order was cancelled, else when it was fulfilled if that was later than the
 * order, else one day after the order. Never in the future.
 */
export function refundedAt(head: Pick<OrderHead, "processedAt" | "cancelledAt" | "fulfilledAt">, now: number): number {
  if (head.cancelledAt !== null) return head.cancelledAt;
  if (head.fulfilledAt !== null && head.fulfilledAt > head.processedAt) return head.fulfilledAt;
  return Math.max(head.processedAt, Math.min(head.processedAt + DAY, now));
}

function customerOf(store: Store, customers: Map<string, Customer>, head: OrderHead): Customer {
  const email = head.email ?? "";
  let customer = customers.get(email);
  if (!customer) {
    customer = {
      id: store.nextId(),
      email,
      firstName: null,
      lastName: null,
      createdAt: head.processedAt,
      updatedAt: head.processedAt,
      numberOfOrders: 0,
      amountSpent: 0,
      tags: [],
      acceptsMarketing: head.acceptsMarketing,
    };
    customers.set(email, customer);
    store.customers.set(customer.id, customer);
  }
  const [first, ...rest] = head.personName.split(/\s+/);
  if (first) {
    customer.firstName = first;
    customer.lastName = rest.join(" ") || null;
  }
  customer.acceptsMarketing = head.acceptsMarketing;
  customer.updatedAt = head.processedAt;
  return customer;
}

function discountApplications({ head, money }: SettledOrder) {
  const total = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
  const applications: DiscountApplication[] = [];
  const add = (application: Omit<DiscountApplication, "index">) => {
    const index = applications.length;
    applications.push({ index, ...application });
    return index;
  };
  let lineIndex = -1;
  let orderIndex = -1;
  const own = total(money.lineDiscounts);
  if (own > 0) {
    const value = { kind: "fixed" as const, amount: own };
    lineIndex = add({ kind: "manual", title: "Line discount", code: null, value, allocationMethod: "EACH", targetSelection: "EXPLICIT" });
  }
  const shared = total(money.orderDiscounts);
  if (shared > 0) {
    const code = head.discountCode === "" ? null : head.discountCode;
    const title = code ?? (shared === money.unexplained ? "Difference between the lines and Subtotal" : "Discount");
    const value = { kind: "fixed" as const, amount: shared };
    orderIndex = add({ kind: code === null ? "manual" : "code", title, code, value, allocationMethod: "ACROSS", targetSelection: "ALL" });
  }
  return { applications, lineIndex, orderIndex };
}
