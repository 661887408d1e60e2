import { beforeEach, expect, test } from "vitest";
import type { Customer, Line, StoreEvent } from "./model.ts";
import { type NewOrder, Store, StoreError } from "./store.ts";

let store: Store;
let events: StoreEvent[];
const topics = () => events.map(({ topic }) => topic);

beforeEach(() => {
  store = new Store({
    id: 1,
    domain: "a.myshopify.com",
    name: "A",
    email: "a@example.com",
    currency: "USD",
    ianaTimezone: "Etc/UTC",
    plan: "BASIC",
    stock: { kind: "generated", seed: 1 },
  });
  store.customers.set(7, {
    id: 7,
    email: "c@example.com",
    firstName: null,
    lastName: null,
    createdAt: 0,
    updatedAt: 0,
    numberOfOrders: 0,
    amountSpent: 0,
    tags: [],
    acceptsMarketing: false,
  });
  store.variants.set(3, {
    id: 3,
    productId: 2,
    inventoryItemId: 4,
    title: "Default Title",
    sku: "M",
    price: 1000,
    compareAtPrice: null,
    unitCost: 500,
    inventoryQuantity: 10,
    inventoryPolicy: "DENY",
    tracked: true,
    createdAt: 0,
    updatedAt: 0,
  });
  events = [];
  store.onEvent((event) => events.push(event));
});

const line = (id: number, more: Partial<Line> = {}): Line => ({
  id,
  title: "Mug",
  variantTitle: null,
  sku: "M",
  vendor: null,
  productId: 2,
  variantId: 3,
  quantity: 3,
  currentQuantity: 3,
  unitPrice: 1000,
  isGiftCard: false,
  attributes: [],
  allocations: [{ applicationIndex: 0, amount: 100 }],
  ...more,
});
const input = (more: Partial<NewOrder> = {}): NewOrder => ({
  customerId: 7,
  email: "c@example.com",
  createdAt: 1_000,
  processedAt: 1_000,
  test: false,
  sourceName: "web",
  financialStatus: "PAID",
  presentmentCurrency: "USD",
  presentmentRate: 1,
  lines: [line(1)],
  discountApplications: [],
  shipping: 500,
  tax: 200,
  tip: 0,
  tags: [],
  attributes: [],
  paymentGateway: "manual",
  ...more,
});

test("a new order takes stock, moves the customer's totals and tells the apps", () => {
  const order = store.createOrder(input());
  expect(order).toMatchObject({ name: "#1001", subtotal: 2900, discounts: 100, total: 3600 });
  expect(store.variants.get(3)?.inventoryQuantity).toBe(7);
  expect(store.customers.get(7)).toMatchObject({ numberOfOrders: 1, amountSpent: 3600 });
  expect(topics()).toEqual(["inventory_items/update", "customers/update", "orders/create"]);
});

test("loading stock is silent", () => {
  store.loadOrder(input());
  expect(events).toEqual([]);
  expect(store.variants.get(3)?.inventoryQuantity).toBe(10);
});

test("taxes in the prices are not added to the total", () => {
  expect(store.loadOrder(input({ taxesIncluded: true })).total).toBe(3400);
});

test("new orders go on after the names and ids that came with the stock", () => {
  const ahead = store.nextId() + 50;
  store.loadOrder(input({ id: ahead, name: "EU-2047-B" }));
  store.loadOrder(input({ name: "#1500" }));
  const order = store.createOrder(input());
  expect(order.name).toBe("#2048");
  expect(order.id).toBeGreaterThan(ahead);
  expect(() => store.loadOrder(input({ id: ahead }))).toThrow("There is already an order");
});

test("a refund takes back units and money and tells the apps", () => {
  const order = store.loadOrder(input());
  const refund = store.refundOrder(order.id, { amount: 967, lines: [{ lineId: 1, quantity: 1 }], note: "chipped" });
  expect(refund).toMatchObject({ amount: 967, note: "chipped", lines: [{ lineId: 1, quantity: 1, subtotal: 967 }] });
  expect(order).toMatchObject({ financialStatus: "PARTIALLY_REFUNDED", lines: [{ currentQuantity: 2 }] });
  expect(store.customers.get(7)?.amountSpent).toBe(3600 - 967);
  expect(topics()).toEqual(["refunds/create", "orders/updated"]);
  expect(events[0]?.extra).toEqual({ order_id: order.id });
});

test("refunds of single units add up to what the line cost", () => {
  const order = store.loadOrder(input());
  const subtotals = [1, 2, 3].map(
    () => store.refundOrder(order.id, { amount: 0, lines: [{ lineId: 1, quantity: 1 }] }).lines[0]?.subtotal ?? 0,
  );
  expect(subtotals.reduce((sum, subtotal) => sum + subtotal, 0)).toBe(2900);
  expect(order.financialStatus).toBe("PAID");
});

test("refunding all money makes the order refunded, a silent refund tells no one", () => {
  const order = store.loadOrder(input());
  store.refundOrder(order.id, { amount: 3600, createdAt: 2_000, silent: true });
  expect(order).toMatchObject({ financialStatus: "REFUNDED", updatedAt: 2_000, refunds: [{ createdAt: 2_000 }] });
  expect(events).toEqual([]);
});

test.each([
  ["more than was paid", { amount: 3601 }],
  ["part of a cent", { amount: 0.5 }],
  ["a negative amount", { amount: -1 }],
  ["a line of another order", { amount: 1, lines: [{ lineId: 99, quantity: 1 }] }],
  ["more units than were bought", { amount: 1, lines: [{ lineId: 1, quantity: 4 }] }],
  [
    "more units over two entries than were bought",
    {
      amount: 1,
      lines: [
        { lineId: 1, quantity: 2 },
        { lineId: 1, quantity: 2 },
      ],
    },
  ],
  ["no units", { amount: 1, lines: [{ lineId: 1, quantity: 0 }] }],
  ["part of a unit", { amount: 1, lines: [{ lineId: 1, quantity: 0.5 }] }],
])("a refund of %s is refused and changes nothing", (_what, refund) => {
  const order = store.loadOrder(input());
  const before = JSON.stringify(order);
  expect(() => store.refundOrder(order.id, refund)).toThrow(StoreError);
  expect(JSON.stringify(order)).toBe(before);
  expect(events).toEqual([]);
});

test("refunds cannot exceed the order together", () => {
  const order = store.loadOrder(input());
  store.refundOrder(order.id, { amount: 3000 });
  expect(() => store.refundOrder(order.id, { amount: 601 })).toThrow("has 600 left to refund");
});

test("an order is cancelled once", () => {
  const order = store.loadOrder(input());
  store.clockOffset = 5_000;
  store.cancelOrder(order.id);
  expect(order.cancelledAt).toBe(order.updatedAt);
  expect(topics()).toEqual(["customers/update", "orders/cancelled", "orders/updated"]);
  expect(() => store.cancelOrder(order.id)).toThrow("already cancelled");
});

test("an edit sets the units of a line and keeps the line", () => {
  const order = store.loadOrder(input());
  store.editOrder(order.id, { lineId: 1, quantity: 0 });
  expect(order).toMatchObject({ edited: true, lines: [{ quantity: 3, currentQuantity: 0 }] });
  expect(topics()).toEqual(["orders/edited", "orders/updated"]);
  expect(() => store.editOrder(order.id, { lineId: 1, quantity: 4 })).toThrow("0 to 3 units");
  expect(() => store.editOrder(order.id, { lineId: 9, quantity: 1 })).toThrow("no line 9");
});

test("a deleted order is gone and no longer counts for its customer", () => {
  const order = store.loadOrder(input());
  store.refundOrder(order.id, { amount: 600, silent: true });
  store.deleteOrder(order.id);
  expect(store.customers.get(7)).toMatchObject({ numberOfOrders: 0, amountSpent: 0 });
  expect(topics()).toEqual(["orders/delete"]);
  for (const again of [
    () => store.deleteOrder(order.id),
    () => store.cancelOrder(order.id),
    () => store.refundOrder(order.id, { amount: 1 }),
  ])
    expect(again).toThrow("There is no order");
});

test("a deleted customer's orders stay as orders without one", () => {
  const order = store.loadOrder(input());
  store.deleteCustomer(7);
  expect(order.customerId).toBeNull();
  expect(topics()).toEqual(["orders/updated", "customers/delete"]);
  expect(() => store.deleteCustomer(7)).toThrow("There is no customer");
});

test("of two merged customers one stays, with the orders and sums of both", () => {
  const order = store.loadOrder(input());
  store.customers.set(8, { ...(store.customers.get(7) as Customer), id: 8, numberOfOrders: 2, amountSpent: 500, tags: ["vip"] });
  const before = store.customers.get(7)?.amountSpent ?? 0;
  store.mergeCustomers(8, 7);
  expect(order.customerId).toBe(8);
  expect([...store.customers.keys()]).toEqual([8]);
  expect(store.customers.get(8)).toMatchObject({ numberOfOrders: 3, amountSpent: before + 500 });
  expect(topics()).toEqual(["customers/update", "customers/merge"]);
  expect(() => store.mergeCustomers(8, 8)).toThrow("There are no two customers");
});

test("every event has an id of its own and a listener can leave", () => {
  const heard: StoreEvent[] = [];
  const leave = store.onEvent((event) => heard.push(event));
  const order = store.loadOrder(input());
  store.editOrder(order.id, { lineId: 1, quantity: 2 });
  leave();
  store.deleteOrder(order.id);
  expect(new Set(heard.map(({ eventId }) => eventId)).size).toBe(2);
});
