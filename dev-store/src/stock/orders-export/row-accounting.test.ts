import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadOrdersExport } from "./load-orders-export.ts";

const COLUMNS =
  "Name,Email,Currency,Subtotal,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount";
const oftenGood = (good: string, ...others: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const row = fc
  .tuple(
    fc.constantFrom("#1", "#2", "#3", "#4", ""),
    fc.constantFrom("a@example.com", "B@example.com", ""),
    fc.oneof(
      { weight: 1, arbitrary: fc.constant(",,,") },
      {
        weight: 2,
        arbitrary: fc
          .tuple(oftenGood("USD", "EUR", ""), oftenGood("10.00", "5.00", "20.00", "x"), oftenGood("30.00", "10.00", "1.00"))
          .map(([currency, subtotal, total]) => `${currency},${subtotal},${total},0.00`),
      },
    ),
    oftenGood("2024-05-01 10:00:00 +0000", "2024-02-30 10:00:00 +0000", ""),
    oftenGood("1", "0", "2", "", "one"),
    oftenGood("Mug", "", '"a ""b"",\nc"'),
    oftenGood("10.00", "0.00", "1.005", "?"),
    oftenGood("", "1.00", "999.00"),
  )
  .map((cells) => cells.join(","));
const anyRow = fc.oneof(
  { weight: 20, arbitrary: row },
  { weight: 1, arbitrary: fc.constantFrom("#1,short", COLUMNS, `${",".repeat(40)}`) },
);

test("every row read is either loaded or listed as set aside, whatever the file holds", async () => {
  const folder = await mkdtemp(join(tmpdir(), "row-accounting-"));
  const file = join(folder, "orders.csv");
  const setAsideFile = join(folder, "set-aside.csv");
  let loaded = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 30 }), async (rows) => {
        // One good order, so that there is always a shop to load.
        const good = "#good,a@example.com,USD,10.00,10.00,0.00,2024-05-01 10:00:00 +0000,1,Mug,10.00,";
        await writeFile(file, [COLUMNS, good, ...rows].join("\n"));
        const { store, report } = await loadOrdersExport({ file, margin: 0.55, setAsideFile, domain: "a.myshopify.com" });
        expect(report.rows).toBe(rows.length + 1);
        const listed =
          report.setAsideFile === null
            ? []
            : (await readFile(report.setAsideFile, "utf8")).split("\n").filter((line) => /^\d+,/.test(line));
        expect(listed).toHaveLength(report.setAside);
        // Rows that are loaded without being a line are the order's own rows without a line item, or of no units.
        expect(report.lines).toBeLessThanOrEqual(report.rows - report.setAside);
        expect(report.rows - report.setAside).toBeLessThanOrEqual(report.lines + rows.filter((text) => /,(0|),/.test(text)).length);
        expect(new Set(listed.map((line) => line.split(",")[0])).size).toBe(report.setAside);
        for (const order of store.orders.values()) {
          const cost = order.lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
          expect(cost - order.discounts).toBe(order.subtotal);
        }
        loaded += report.orders - 1;
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(loaded).toBeGreaterThan(50);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
