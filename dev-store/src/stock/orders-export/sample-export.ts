import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadStock } from "../load-stock.ts";

/** A row of an export, by column. */
export type Row = Record<string, string>;

const HEAD = {
  Currency: "USD",
  Subtotal: "10.00",
  Shipping: "0.00",
  Taxes: "0.00",
  Total: "10.00",
  "Financial Status": "paid",
  "Created at": "2024-05-01 10:00:00 +0000",
};
const LINE = { "Lineitem quantity": "1", "Lineitem name": "Mug", "Lineitem price": "10.00", "Lineitem sku": "MUG" };

/** The first row of an order: of one mug for ten dollars, unless told otherwise. */
export const order = (name: string, more: Row = {}): Row => ({ Name: name, Email: "ann@example.com", ...HEAD, ...LINE, ...more });

/** A further row of an order. */
export const line = (name: string, more: Row = {}): Row => ({ Name: name, ...LINE, ...more });

export function csv(rows: readonly Row[], newline = "\n", columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
    .map((cells) => cells.map(cell).join(",") + newline)
    .join("");
}

/** What the local store makes of a file with these rows. */
export async function load(content: readonly Row[] | string | Buffer, margin = 0.55) {
  const folder = await mkdtemp(join(tmpdir(), "orders-export-"));
  const file = join(folder, "export.csv");
  const setAsideFile = join(folder, "set-aside.csv");
  try {
    await writeFile(file, typeof content === "string" || Buffer.isBuffer(content) ? content : csv(content));
    const { store, report } = await loadStock({ kind: "orders_export", file, margin, setAsideFile, domain: "a-shop.myshopify.com" });
    const setAside = report.setAsideFile === null ? "" : await readFile(report.setAsideFile, "utf8");
    return { store, report, setAside, orders: [...store.orders.values()] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
