import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Store } from "../../store/store.ts";
import { loadStock } from "../load-stock.ts";

const TODAY = Date.UTC(2026, 5, 15, 9);
const DAY = 86_400_000;
const generate = (more: { seed?: number; customers?: number; orders?: number; today?: number } = {}) =>
  loadStock({ kind: "generated", seed: 7, domain: "a.myshopify.com", today: TODAY, ...more });

/** Everything the store holds, with its times moved back by this much. */
function digest(store: Store, moved = 0): string {
  const kept = [
    store.shop,
    ...[store.products, store.variants, store.collections, store.customers, store.orders, store.discounts].map((map) => [...map]),
  ];
  const text = JSON.stringify(kept, (key, value) => (/At$/.test(key) && typeof value === "number" ? value - moved : value));
  return createHash("sha256").update(text).digest("hex");
}

test("one seed gives one shop, another seed another", async () => {
  const first = digest((await generate()).store);
  expect(digest((await generate({ today: TODAY + 3_600_000 })).store)).toBe(first);
  expect(digest((await generate({ seed: 8 })).store)).not.toBe(first);
});

test("the shop of another day is the same shop moved by whole days", async () => {
  const day = await generate();
  const later = await generate({ today: TODAY + 100 * DAY });
  expect(digest(later.store, 100 * DAY)).toBe(digest(day.store));
});

test("the generated shop is believable: repeat buyers, guests, refunds, codes, cancellations, other currencies", async () => {
  const { store, report } = await generate();
  const orders = [...store.orders.values()];
  const share = (wanted: (order: (typeof orders)[number]) => boolean) => orders.filter(wanted).length / orders.length;
  expect(report).toMatchObject({ customers: 1500, products: 40, setAside: 0 });
  expect(share(({ customerId }) => customerId === null)).toBeCloseTo(0.12, 2);
  expect(share(({ refunds }) => refunds.length > 0)).toBeGreaterThan(0.03);
  expect(share(({ refunds }) => refunds.length > 0)).toBeLessThan(0.06);
  expect(share(({ discountApplications }) => discountApplications.length > 0)).toBeGreaterThan(0.05);
  expect(share(({ cancelledAt }) => cancelledAt !== null)).toBeGreaterThan(0);
  expect(share(({ presentmentCurrency }) => presentmentCurrency !== "USD")).toBeGreaterThan(0);
  const counts = [...store.customers.values()].map(({ numberOfOrders }) => numberOfOrders);
  expect(counts.filter((count) => count === 1).length).toBeGreaterThan(300);
  expect(counts.filter((count) => count > 1).length).toBeGreaterThan(300);
  expect(Math.max(...counts)).toBeGreaterThan(10);
  expect([...store.variants.values()].filter(({ unitCost }) => unitCost === null).length).toBeGreaterThan(1);
});

test("accessories go with what they are for", async () => {
  const { store } = await generate();
  const has = (title: string) => [...store.orders.values()].filter(({ lines }) => lines.some((line) => line.title === title));
  const withDripper = has("Pour-Over Dripper");
  const lift =
    withDripper.filter(({ lines }) => lines.some(({ title }) => title === "Paper Filters, 100")).length /
    withDripper.length /
    (has("Paper Filters, 100").length / store.orders.size);
  expect(lift).toBeGreaterThan(3);
});

test("history is in the past, in order, and only of what was on sale", async () => {
  const { store } = await generate({ customers: 200 });
  let before = 0;
  for (const order of store.orders.values()) {
    expect(order.processedAt).toBeGreaterThanOrEqual(before);
    before = order.processedAt;
    for (const time of [order.processedAt, order.cancelledAt ?? 0, ...order.refunds.map(({ createdAt }) => createdAt)])
      expect(time).toBeLessThanOrEqual(TODAY);
    for (const { productId } of order.lines) expect(store.products.get(productId ?? 0)?.createdAt).toBeLessThanOrEqual(order.processedAt);
    expect(order.subtotal).toBe(order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0) - order.discounts);
  }
});

test.each([{ customers: 40, orders: 120 }, { customers: 40, orders: 30 }, { customers: 0, orders: 6 }, { orders: 500 }, { orders: 0 }])(
  "exactly as many orders as asked for: %o",
  async (size) => {
    const { report, store } = await generate(size);
    expect(report.orders).toBe(size.orders);
    if (size.customers !== undefined) expect(store.customers.size).toBe(size.customers);
  },
);

test("a size that is none is refused", async () => {
  await expect(generate({ orders: -1 })).rejects.toThrow("orders is a whole number");
});
