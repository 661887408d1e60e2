import { randomUUID } from "node:crypto";
import type { Collection, Customer, Discount, Metafield, Order, Product, Refund, Shop, StoreEvent, Variant } from "./model.ts";

/** An app as installed in this store. */
export interface Installation {
  clientId: string;
  scopes: string[];
  installedAt: number;
}

/** What a checkout, a test or the stock hands over; ids, name and sums are the store's to give. */
export type NewOrder = Omit<
  Order,
  "id" | "number" | "name" | "updatedAt" | "edited" | "refunds" | "subtotal" | "discounts" | "total" | "cancelledAt"
> & {
  id?: number;
  name?: string;
  cancelledAt?: number | null;
};

/** One Shopify store held in memory. Every change goes through a method here and emits what Shopify would. */
export class Store {
  readonly shop: Shop;
  readonly products = new Map<number, Product>();
  readonly variants = new Map<number, Variant>();
  readonly collections = new Map<number, Collection>();
  readonly customers = new Map<number, Customer>();
  readonly orders = new Map<number, Order>();
  readonly discounts = new Map<number, Discount>();
  /** by `${ownerGid}\n${namespace}\n${key}`; app-reserved namespaces are stored resolved: `app--<client id>--name` */
  readonly metafields = new Map<string, Metafield>();
  readonly installations = new Map<string, Installation>();
  /** added to the machine's clock, so that tests can let time pass */
  clockOffset = 0;

  #nextId = 5_000_000_000_001;
  #nextOrderNumber = 1001;
  readonly #listeners = new Set<(event: StoreEvent) => void>();

  constructor(shop: Shop) {
    this.shop = shop;
  }

  now(): number {
    return Date.now() + this.clockOffset;
  }

  nextId(): number {
    return this.#nextId++;
  }

  /** Ids given from now on are above this one, so that they cannot meet ids that come with the stock. */
  reserveIds(highest: number): void {
    if (highest >= this.#nextId) this.#nextId = highest + 1;
  }

  onEvent(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(topic: StoreEvent["topic"], resourceId: number, extra?: Record<string, unknown>): StoreEvent {
    const event: StoreEvent = { topic, eventId: randomUUID(), triggeredAt: this.now(), resourceId, ...(extra ? { extra } : {}) };
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  /** Stock loading: no events, times as given. Sums are computed from the lines. */
  loadOrder(input: NewOrder): Order {
    const subtotalBefore = input.lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
    const discounts = input.lines.reduce((sum, line) => sum + line.allocations.reduce((s, a) => s + a.amount, 0), 0);
    const subtotal = subtotalBefore - discounts;
    const number = numberInName(input.name) ?? this.#nextOrderNumber;
    this.#nextOrderNumber = Math.max(this.#nextOrderNumber, number + 1);
    if (input.id !== undefined) {
      if (this.orders.has(input.id)) throw new StoreError(`There is already an order ${input.id}.`);
      this.reserveIds(input.id);
    }
    const order: Order = {
      ...input,
      id: input.id ?? this.nextId(),
      number,
      name: input.name ?? `#${number}`,
      updatedAt: Math.max(input.processedAt, input.cancelledAt ?? 0),
      edited: false,
      cancelledAt: input.cancelledAt ?? null,
      refunds: [],
      subtotal,
      discounts,
      total: subtotal + input.shipping + (input.taxesIncluded ? 0 : input.tax) + input.tip,
    };
    this.orders.set(order.id, order);
    const customer = order.customerId === null ? undefined : this.customers.get(order.customerId);
    if (customer) {
      customer.numberOfOrders += 1;
      customer.amountSpent += order.total;
    }
    return order;
  }

  /** A shopper's order: stock is taken, the customer's totals move, orders/create goes out. */
  createOrder(input: NewOrder): Order {
    const order = this.loadOrder(input);
    order.updatedAt = this.now();
    for (const line of order.lines) {
      const variant = line.variantId === null ? undefined : this.variants.get(line.variantId);
      if (variant?.tracked) {
        variant.inventoryQuantity -= line.quantity;
        this.emit("inventory_items/update", variant.inventoryItemId);
      }
    }
    this.#touchCustomer(order);
    this.emit("orders/create", order.id);
    return order;
  }

  /** Gives money back; lines lose their refunded units. Refuses more than was paid or more units than remain. */
  refundOrder(
    orderId: number,
    input: { amount: number; lines?: { lineId: number; quantity: number }[]; note?: string; createdAt?: number; silent?: boolean },
  ): Refund {
    const order = this.#order(orderId);
    const already = order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
    if (!Number.isInteger(input.amount) || input.amount < 0)
      throw new StoreError("A refund is a whole number of minor units, zero or more.");
    if (already + input.amount > order.total)
      throw new StoreError(`Order ${order.name} has ${order.total - already} left to refund, not ${input.amount}.`);
    const wanted = new Map<number, number>();
    for (const { lineId, quantity } of input.lines ?? []) {
      if (!Number.isInteger(quantity) || quantity < 1)
        throw new StoreError(`Line ${lineId}: a refund takes back one unit or more, not ${quantity}.`);
      wanted.set(lineId, (wanted.get(lineId) ?? 0) + quantity);
    }
    const lineOf = new Map(wanted.size === 0 ? [] : order.lines.map((line) => [line.id, line]));
    const lines = [...wanted].map(([lineId, quantity]) => {
      const line = lineOf.get(lineId);
      if (!line) throw new StoreError(`Order ${order.name} has no line ${lineId}.`);
      if (quantity > line.currentQuantity)
        throw new StoreError(`Line ${lineId} has ${line.currentQuantity} units left to refund, not ${quantity}.`);
      const lineTotal = line.unitPrice * line.quantity - line.allocations.reduce((sum, a) => sum + a.amount, 0);
      // Each refund takes the difference of two rounded sums, so that refunds of single units add up to the line's price.
      const before = unitsRefunded(order, lineId);
      const worth = (units: number) => Math.round((lineTotal * units) / line.quantity);
      return { line, refunded: { id: this.nextId(), lineId, quantity, subtotal: worth(before + quantity) - worth(before) } };
    });
    for (const { line, refunded } of lines) line.currentQuantity -= refunded.quantity;
    const refund: Refund = {
      id: this.nextId(),
      createdAt: input.createdAt ?? this.now(),
      note: input.note ?? null,
      amount: input.amount,
      lines: lines.map(({ refunded }) => refunded),
    };
    order.refunds.push(refund);
    // Taking goods back without money leaves the payment as it was.
    if (input.amount > 0) order.financialStatus = already + input.amount >= order.total ? "REFUNDED" : "PARTIALLY_REFUNDED";
    const customer = order.customerId === null ? undefined : this.customers.get(order.customerId);
    if (customer) customer.amountSpent -= input.amount;
    if (input.silent) order.updatedAt = Math.max(order.updatedAt, refund.createdAt);
    else {
      order.updatedAt = this.now();
      this.emit("refunds/create", refund.id, { order_id: order.id });
      this.emit("orders/updated", order.id);
    }
    return refund;
  }

  cancelOrder(orderId: number): Order {
    const order = this.#order(orderId);
    if (order.cancelledAt !== null) throw new StoreError(`Order ${order.name} is already cancelled.`);
    order.cancelledAt = this.now();
    order.updatedAt = order.cancelledAt;
    this.#touchCustomer(order);
    this.emit("orders/cancelled", order.id);
    this.emit("orders/updated", order.id);
    return order;
  }

  /** Order editing: sets a line's quantity; 0 removes it but keeps the line, as Shopify does. */
  editOrder(orderId: number, change: { lineId: number; quantity: number }): Order {
    const order = this.#order(orderId);
    const line = order.lines.find((candidate) => candidate.id === change.lineId);
    if (!line) throw new StoreError(`Order ${order.name} has no line ${change.lineId}.`);
    if (!Number.isInteger(change.quantity) || change.quantity < 0 || change.quantity > line.quantity) {
      throw new StoreError(`Line ${line.id} can be edited to 0 to ${line.quantity} units.`);
    }
    line.currentQuantity = change.quantity;
    order.edited = true;
    order.updatedAt = this.now();
    this.emit("orders/edited", order.id);
    this.emit("orders/updated", order.id);
    return order;
  }

  deleteOrder(orderId: number): void {
    const order = this.#order(orderId);
    this.orders.delete(orderId);
    const customer = order.customerId === null ? undefined : this.customers.get(order.customerId);
    if (customer) {
      customer.numberOfOrders -= 1;
      customer.amountSpent -= order.total - order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
    }
    this.emit("orders/delete", orderId);
  }

  deleteCustomer(customerId: number): void {
    if (!this.customers.delete(customerId)) throw new StoreError(`There is no customer ${customerId}.`);
    for (const order of this.orders.values()) {
      if (order.customerId === customerId) {
        order.customerId = null;
        order.updatedAt = this.now();
        this.emit("orders/updated", order.id);
      }
    }
    this.emit("customers/delete", customerId);
  }

  /** Makes one customer of two, as a merchant does in the admin: the orders of one become the other's, and it is gone. */
  mergeCustomers(keptId: number, deletedId: number): Customer {
    const kept = this.customers.get(keptId);
    const deleted = this.customers.get(deletedId);
    if (!kept || !deleted || kept === deleted) throw new StoreError(`There are no two customers ${keptId} and ${deletedId}.`);
    for (const order of this.orders.values()) if (order.customerId === deletedId) order.customerId = keptId;
    kept.numberOfOrders += deleted.numberOfOrders;
    kept.amountSpent += deleted.amountSpent;
    kept.tags = [...new Set([...kept.tags, ...deleted.tags])];
    kept.updatedAt = this.now();
    this.customers.delete(deletedId);
    this.emit("customers/update", keptId);
    this.emit("customers/merge", keptId, {
      admin_graphql_api_customer_kept_id: gid("Customer", keptId),
      admin_graphql_api_customer_deleted_id: gid("Customer", deletedId),
      admin_graphql_api_job_id: null,
      status: "completed",
      errors: [],
    });
    return kept;
  }

  /** The metafield an app sees; `$app:name` means the calling app's own reserved namespace. */
  metafield(ownerGid: string, namespace: string, key: string, clientId?: string): Metafield | undefined {
    return this.metafields.get(`${ownerGid}\n${resolveNamespace(namespace, clientId)}\n${key}`);
  }

  setMetafield(input: { ownerGid: string; namespace: string; key: string; type: string; value: string; clientId?: string }): Metafield {
    const namespace = resolveNamespace(input.namespace, input.clientId);
    const mapKey = `${input.ownerGid}\n${namespace}\n${input.key}`;
    const existing = this.metafields.get(mapKey);
    const now = this.now();
    const metafield: Metafield = {
      id: existing?.id ?? this.nextId(),
      ownerGid: input.ownerGid,
      namespace,
      key: input.key,
      type: input.type,
      value: input.value,
      createdAt: existing?.createdAt ?? now,
      updatedAt: now,
    };
    this.metafields.set(mapKey, metafield);
    return metafield;
  }

  #order(orderId: number): Order {
    const order = this.orders.get(orderId);
    if (!order) throw new StoreError(`There is no order ${orderId}.`);
    return order;
  }

  #touchCustomer(order: Order): void {
    const customer = order.customerId === null ? undefined : this.customers.get(order.customerId);
    if (!customer) return;
    customer.updatedAt = this.now();
    this.emit("customers/update", customer.id);
  }
}

function unitsRefunded(order: Order, lineId: number): number {
  let units = 0;
  for (const refund of order.refunds) for (const line of refund.lines) if (line.lineId === lineId) units += line.quantity;
  return units;
}

/** A request the store refuses, in words for whoever made it. */
export class StoreError extends Error {
  override name = "StoreError";
}

/** Whether the online store shows it. */
export function isOnline(product: Product | undefined): boolean {
  return product?.status === "ACTIVE" && !product.notOnline;
}

export function gid(type: string, id: number | string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The numeric part of a global id of this type, or null. */
export function idOf(type: string, value: string): number | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(?:\?.*)?$/.exec(value);
  return match && match[1] === type ? Number(match[2]) : null;
}

/** 1042 of `#1042`, `EU-1042` or `#1042-B`; null where a name holds no number that could be an order's. */
function numberInName(name: string | undefined): number | null {
  const digits = name === undefined ? undefined : /(\d{1,9})\D*$/.exec(name)?.[1];
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}

function resolveNamespace(namespace: string, clientId: string | undefined): string {
  if (namespace === "$app") return `app--${clientId}`;
  return namespace.startsWith("$app:") ? `app--${clientId}--${namespace.slice(5)}` : namespace;
}
