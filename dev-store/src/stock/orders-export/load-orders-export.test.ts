import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadStock } from "../load-stock.ts";
import { csv, line, load, order } from "./sample-export.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "orders-export-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("an order's lines, money, customer and product are those of the file", async () => {
  const { store, orders, report } = await load([
    order("#1001", {
      Subtotal: "25.50",
      Shipping: "4.00",
      Taxes: "2.10",
      Total: "31.60",
      "Billing Name": "Ann Mary Lee",
      Id: "5400000000001",
      "Lineitem compare at price": "12.00",
    }),
    line("#1001", { "Lineitem quantity": "2", "Lineitem name": "Tea, green", "Lineitem price": "7.75", "Lineitem sku": "TEA" }),
  ]);
  expect(report).toMatchObject({ orders: 1, lines: 2, customers: 1, products: 2, refunds: 0, setAside: 0, setAsideFile: null, rows: 2 });
  expect(orders[0]).toMatchObject({
    id: 5400000000001,
    name: "#1001",
    number: 1001,
    subtotal: 2550,
    shipping: 400,
    tax: 210,
    tip: 0,
    total: 3160,
    processedAt: Date.UTC(2024, 4, 1, 10),
  });
  expect([...store.customers.values()][0]).toMatchObject({
    email: "ann@example.com",
    firstName: "Ann",
    lastName: "Mary Lee",
    numberOfOrders: 1,
    amountSpent: 3160,
  });
  const mug = [...store.variants.values()].find(({ sku }) => sku === "MUG");
  expect(mug).toMatchObject({ price: 1000, compareAtPrice: 1200, unitCost: null, tracked: false });
  expect(store.shop).toMatchObject({ currency: "USD", stock: { kind: "orders_export", margin: 0.55 } });
});

test("a list of rows set aside by an earlier run does not stay behind", async () => {
  const file = join(folder, "again.csv");
  const setAsideFile = join(folder, "again-set-aside.csv");
  const run = () => loadStock({ kind: "orders_export", file, margin: 0.5, setAsideFile, domain: "a.myshopify.com" });
  await writeFile(file, csv([order("#1"), order("#2", { Total: "x" })]));
  expect((await run()).report.setAsideFile).toBe(setAsideFile);
  await writeFile(file, csv([order("#1")]));
  expect((await run()).report.setAsideFile).toBeNull();
  expect(existsSync(setAsideFile)).toBe(false);
});

test("a file that is not there and a cost share that is none are refused", async () => {
  const options = {
    kind: "orders_export" as const,
    file: join(folder, "nowhere.csv"),
    setAsideFile: join(folder, "x"),
    domain: "a.myshopify.com",
  };
  await expect(loadStock({ ...options, margin: 0.5 })).rejects.toThrow("There is no file");
  await expect(loadStock({ ...options, margin: 55 })).rejects.toThrow("share of the price from 0 to 1");
});

const real = [process.env.CRESCENDO_DATA, resolve(import.meta.dirname, "../../../../../shared/data")]
  .flatMap((path) => (path ? [join(path, "online-retail-2011.orders_export.csv.gz")] : []))
  .find((path) => existsSync(path));

test.skipIf(!real)(
  `a real shop's year of half a million lines${real ? "" : " (skipped: set CRESCENDO_DATA)"}`,
  { timeout: 120_000 },
  async () => {
    const { store, report } = await loadStock({
      kind: "orders_export",
      file: real ?? "",
      margin: 0.55,
      setAsideFile: join(folder, "real.csv"),
      domain: "a.myshopify.com",
    });
    expect(report).toMatchObject({
      orders: 19_773,
      lines: 527_725,
      rows: 527_725,
      customers: 4_334,
      refunds: 3_203,
      setAside: 0,
      adjustedOrders: 0,
    });
    const orders = [...store.orders.values()];
    expect(orders.reduce((sum, { subtotal }) => sum + subtotal, 0)).toBe(1_027_103_461);
    expect(orders.reduce((sum, { refunds }) => sum + refunds.reduce((s, { amount }) => s + amount, 0), 0)).toBe(48_821_342);
  },
);
