import { expect, test } from "vitest";
import { line, load, order } from "./sample-export.ts";

test("orders may be interleaved, newest first, without an Id and under any name", async () => {
  const { orders } = await load([
    order("EU-7/b", { Subtotal: "20.00", Total: "20.00", "Created at": "2024-06-01 10:00:00 +0200" }),
    order("EU-6/b", { Subtotal: "20.00", Total: "20.00" }),
    line("EU-7/b"),
    line("EU-6/b"),
  ]);
  expect(orders.map(({ name, subtotal, lines }) => [name, subtotal, lines.length])).toEqual([
    ["EU-6/b", 2000, 2],
    ["EU-7/b", 2000, 2],
  ]);
  expect(orders[1]?.processedAt).toBe(Date.UTC(2024, 5, 1, 8));
});

test("line rows may come before the row with the order's own columns", async () => {
  const { orders, report } = await load([line("#1"), order("#1", { Subtotal: "20.00", Total: "20.00" })]);
  expect(orders[0]).toMatchObject({ subtotal: 2000, total: 2000 });
  expect(report.setAside).toBe(0);
});

test("order columns filled down over the lines are one order; the same order exported twice is loaded once", async () => {
  const filled = order("#1", { Subtotal: "20.00", Total: "20.00" });
  expect((await load([filled, filled])).orders).toMatchObject([{ subtotal: 2000, lines: [{}, {}] }]);
  const twice = await load([filled, line("#1"), order("#2"), filled, line("#1")]);
  expect(twice.orders.map(({ subtotal }) => subtotal)).toEqual([2000, 1000]);
  expect(twice.report).toMatchObject({ rows: 5, lines: 3, setAside: 2 });
  expect(twice.setAside).toContain("the order is in the file twice");
  const withoutLine = order("#1", { Subtotal: "9.00", Total: "9.00", "Lineitem quantity": "", "Lineitem name": "", "Lineitem price": "" });
  const late = await load([withoutLine, line("#1"), withoutLine]);
  expect(late.orders).toMatchObject([{ subtotal: 900, lines: [{}] }]);
  expect(late.report).toMatchObject({ rows: 3, setAside: 0 });
});

test("two orders of one name with different Ids are two orders, and one Id under two names is set aside", async () => {
  expect((await load([order("#1", { Id: "11" }), order("#1", { Id: "12" })])).orders).toHaveLength(2);
  const { orders, setAside } = await load([order("#1", { Id: "11" }), order("#2", { Id: "11" })]);
  expect(orders).toHaveLength(1);
  expect(setAside).toContain("3,#2,Id,11,another order has this Id");
});

test("customers are e-mail addresses in any letter case, and an order without one is a guest's", async () => {
  const { store, orders } = await load([order("#1", { Email: "Ann@Example.com" }), order("#2"), order("#3", { Email: "" })]);
  expect([...store.customers.values()].map(({ email, numberOfOrders }) => [email, numberOfOrders])).toEqual([["ann@example.com", 2]]);
  expect(orders[2]).toMatchObject({ customerId: null, email: null });
});
