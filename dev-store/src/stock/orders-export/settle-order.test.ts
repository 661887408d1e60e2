import { expect, test } from "vitest";
import { line, load, order } from "./sample-export.ts";

test("yen have no minor unit, dinars three decimals and forints two, whatever is usual to show", async () => {
  const yen = await load([
    order("#1", { Currency: "JPY", Subtotal: "1000", Total: "1000", Shipping: "0", Taxes: "0", "Lineitem price": "1000.00" }),
  ]);
  expect(yen.orders[0]).toMatchObject({ subtotal: 1000, lines: [{ unitPrice: 1000 }] });
  const dinar = await load([order("#1", { Currency: "KWD", Subtotal: "1.255", Total: "1.255", "Lineitem price": "1.255" })]);
  expect(dinar.orders[0]?.subtotal).toBe(1255);
  const forint = await load([order("#1", { Currency: "HUF", Subtotal: "1990.50", Total: "1990.50", "Lineitem price": "1990.50" })]);
  expect(forint.orders[0]?.subtotal).toBe(199050);
  const cents = load([order("#1", { Currency: "JPY", Subtotal: "10.50", Total: "10.50", "Lineitem price": "10.50" })]);
  await expect(cents).rejects.toThrow("none of the 1 rows can be used");
});

test("amounts are exact where floating point is not", async () => {
  const { orders } = await load([
    order("#1", { Subtotal: "0.30", Total: "0.30", "Lineitem quantity": "3", "Lineitem price": "0.1" }),
    order("#2", { Subtotal: "1234567890.29", Total: "1234567890.29", "Lineitem price": "1234567890.29" }),
  ]);
  expect(orders.map(({ subtotal }) => subtotal)).toEqual([30, 123456789029]);
});

test("lines that cost more than can be counted exactly are set aside", async () => {
  const { orders, setAside } = await load([
    order("#1"),
    order("#2", { "Lineitem quantity": "999999999", "Lineitem price": "999999999.99", Subtotal: "10.00", Total: "10.00" }),
  ]);
  expect(orders.map(({ name }) => name)).toEqual(["#1"]);
  expect(setAside).toContain("3,#2,Lineitem quantity,,the lines cost more than can be counted exactly");
});

test("orders in another currency than most are set aside and counted", async () => {
  const { orders, report, setAside } = await load([order("#1"), order("#2"), order("#3", { Currency: "EUR" }), line("#3")]);
  expect(orders).toHaveLength(2);
  expect(report).toMatchObject({ setAside: 2, setAsideOrders: 1, setAsideReasons: { "not in the shop's currency, USD": 1 } });
  expect(setAside).toContain("4,#3,Currency,EUR,");
  const broken = { Currency: "EUR", Subtotal: "99.00", Total: "99.00" };
  expect((await load([order("#1"), order("#2", broken), order("#3", broken)])).store.shop.currency).toBe("USD");
});

test("a discount code is divided over the lines so that they add up to Subtotal exactly", async () => {
  const { orders } = await load([
    order("#1", { Subtotal: "20.00", Total: "20.00", "Discount Code": "TEN", "Discount Amount": "10.00" }),
    line("#1", { "Lineitem name": "Pen", "Lineitem sku": "PEN" }),
    line("#1", { "Lineitem name": "Cup", "Lineitem sku": "CUP" }),
  ]);
  expect(orders[0]?.lines.flatMap(({ allocations }) => allocations.map(({ amount }) => amount)).sort()).toEqual([333, 333, 334]);
  expect(orders[0]).toMatchObject({
    subtotal: 2000,
    discounts: 1000,
    discountApplications: [{ kind: "code", code: "TEN", allocationMethod: "ACROSS", value: { amount: 1000 } }],
  });
});

test("a free-shipping code takes nothing off the lines", async () => {
  const { orders } = await load([order("#1", { Shipping: "5.00", "Discount Code": "SHIPFREE", "Discount Amount": "5.00" })]);
  expect(orders[0]).toMatchObject({ subtotal: 1000, discounts: 0, shipping: 0, total: 1000 });
});

test("a line discount stays on its line, whether it is also in Discount Amount or not", async () => {
  for (const discountAmount of ["0.00", "3.00"]) {
    const { orders, report } = await load([
      order("#1", { Subtotal: "17.00", Total: "17.00", "Lineitem discount": "3.00", "Discount Amount": discountAmount }),
      line("#1", { "Lineitem discount": "0.00" }),
    ]);
    expect(orders[0]?.lines.map(({ allocations }) => allocations.map(({ amount }) => amount))).toEqual([[300], []]);
    expect(report.adjustedOrders).toBe(0);
  }
});

test("Subtotal is trusted when no discount explains it, and the difference is said", async () => {
  const { orders, report } = await load([order("#1", { Subtotal: "9.00", Total: "9.00" })]);
  expect(orders[0]).toMatchObject({ subtotal: 900, discountApplications: [{ title: "Difference between the lines and Subtotal" }] });
  expect(report.adjustedOrders).toBe(1);
});

test("taxes in the prices are not added again, and a tip makes up the rest of Total", async () => {
  const { orders } = await load([
    order("#1", { Taxes: "1.60" }),
    order("#2", { Taxes: "0.80", Total: "12.80" }),
    order("#3", { Taxes: "0.80", Total: "8.00", Subtotal: "8.00", "Discount Amount": "2.00" }),
  ]);
  expect(orders.map(({ total, tip, taxesIncluded }) => [total, tip, taxesIncluded])).toEqual([
    [1000, 0, true],
    [1280, 200, false],
    [800, 0, true],
  ]);
});

test("the refunded amount is one refund; all lines go back only when all money does", async () => {
  const { orders, store } = await load([
    order("#1", { "Refunded Amount": "4.00", "Financial Status": "partially_refunded", "Fulfilled at": "2024-05-03 10:00:00 +0000" }),
    order("#2", { "Refunded Amount": "10.00", "Financial Status": "refunded", "Cancelled at": "2024-05-02 10:00:00 +0000" }),
    order("#3", { "Refunded Amount": "1.00", "Fulfilled at": "2024-05-01 10:00:00 +0000" }),
  ]);
  expect(orders.map(({ refunds }) => refunds.map(({ amount, createdAt, lines }) => [amount, createdAt, lines.length]))).toEqual([
    [[400, Date.UTC(2024, 4, 3, 10), 0]],
    [[1000, Date.UTC(2024, 4, 2, 10), 1]],
    [[100, Date.UTC(2024, 4, 2, 10), 0]],
  ]);
  expect(orders[1]).toMatchObject({
    financialStatus: "REFUNDED",
    cancelledAt: Date.UTC(2024, 4, 2, 10),
    lines: [{ quantity: 1, currentQuantity: 0 }],
  });
  expect([...store.customers.values()][0]?.amountSpent).toBe(1500);
});
