import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readOrdersExport } from "./read-orders-export.ts";

const folder = mkdtempSync(join(tmpdir(), "export-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("of a refund in the export only goods' part is taken from what an order was worth", async () => {
  const head =
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount";
  const row = (name: number, refunded: string) =>
    `#${name},a${name}@example.com,paid,EUR,100.00,5.00,20.00,125.00,2024-03-01 10:00:00 +0000,1,Cup,100.00,${refunded}`;
  const file = join(folder, "orders.csv");
  writeFileSync(file, [head, row(1001, "0.00"), row(1002, "30.00"), row(1003, "125.00"), row(1004, "0.01")].join("\n"));
  const read = await readOrdersExport(file);
  expect(Array.from(read.log.amount)).toEqual([100, 76, 99.99]);
  expect(read.emptyOrders).toBe(1);
  expect(read.refunds).toBeCloseTo(124.01, 9);
});
