import { expect, test } from "vitest";
import { csv, line, load, order } from "./sample-export.ts";

test.each([
  ["quantity", { "Lineitem quantity": "1.5" }, "Lineitem quantity,1.5"],
  ["price", { "Lineitem price": "-3.00" }, "Lineitem price,-3.00"],
  ["line name", { "Lineitem name": "" }, "Lineitem name,,"],
  ["amount", { Subtotal: "1,000.00" }, 'Subtotal,"1,000.00"'],
  ["missing amount", { Total: "" }, "Total,,"],
  ["day", { "Created at": "2024-02-30 10:00:00 +0000" }, "Created at,2024-02-30"],
  ["time in the future", { "Created at": "2999-01-01 10:00:00 +0000" }, "Created at,2999-01-01"],
  ["missing date", { "Created at": "" }, "Created at,,"],
  ["spreadsheet's date", { "Created at": "5/1/24 10:00" }, "Created at,5/1/24 10:00"],
  ["currency", { Currency: "dollars" }, "Currency,dollars"],
  ["status", { "Financial Status": "half paid" }, "Financial Status,half paid"],
  ["Subtotal above the lines", { Subtotal: "11.00", Total: "11.00" }, "Subtotal,11"],
  ["Total below Subtotal", { Total: "9.00" }, "Total,9"],
  ["refund above Total", { "Refunded Amount": "10.01" }, "Refunded Amount,10.01"],
  ["cancellation before the order", { "Cancelled at": "2024-04-01 10:00:00 +0000" }, "Cancelled at,2024-04-01"],
  ["third decimal", { "Lineitem price": "10.005" }, "Lineitem price,10.005"],
])("an impossible %s sets the order aside with its line and column", async (_what, fault, listed) => {
  const { orders, report, setAside } = await load([order("#1"), order("#2", fault), line("#2", { "Lineitem price": "0.00" }), order("#3")]);
  expect(orders.map(({ name }) => name)).toEqual(["#1", "#3"]);
  expect(report).toMatchObject({ rows: 4, lines: 2, setAside: 2, setAsideOrders: 1 });
  expect(setAside).toContain(`3,#2,${listed}`);
  expect(setAside).toContain("4,#2,");
});

test("a row without a name, a repeated header, a short row and a line of no units are listed", async () => {
  const good = [order("#1"), line("", {}), line("#1", { "Lineitem quantity": "0" }), order("#2")];
  const text = csv(good);
  const header = text.slice(0, text.indexOf("\n") + 1);
  const { orders, report, setAside } = await load(`${text}${header}#4,cut\n`);
  expect(orders.map(({ name }) => name)).toEqual(["#1", "#2"]);
  expect(report).toMatchObject({ rows: 6, setAside: 4 });
  expect(setAside.split("\n").map((row) => row.split(",")[0])).toEqual(["Line", "3", "4", "6", "7", ""]);
});
