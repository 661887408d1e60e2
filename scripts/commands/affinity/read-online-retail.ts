import { UsageError } from "../usage-error.ts";
import { readLines } from "../value/read-lines.ts";
import { type BasketFile, numbering } from "./basket-file.ts";

const COLUMNS = ["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice"] as const;
const PRODUCT = /^\d{5}[A-Z]*$/;

/**
 * Order lines in the columns of the UCI Online Retail file, plain or gzip. A basket is the distinct products of an invoice, at the
 * invoice's first time; cancelled invoices (C...), quantities and prices of 0 or less, and codes that are no product are left out.
 */
export async function readOnlineRetail(file: string): Promise<BasketFile> {
  const { numbers, names, numberOf } = numbering();
  const invoices = new Map<string, { time: number; products: Set<number> }>();
  const times = new Map<string, number>();
  let leftOut = 0;
  let columns: number[] | null = null;
  await readLines(file, (text, line) => {
    if (text.trim() === "") return;
    const cells = splitCsv(line === 1 ? text.replace(/^\uFEFF/, "") : text);
    if (!columns) {
      columns = findColumns(file, cells);
      return;
    }
    const [invoice, code, quantity, date, price] = columns.map((at) => (cells[at] ?? "").trim()) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const at = `${file}, line ${line}, column`;
    if (invoice === "") throw new UsageError(`${at} "InvoiceNo": it is empty. Each line needs the number of its invoice.`);
    const units = readNumber(quantity, `${at} "Quantity"`);
    const unitPrice = readNumber(price, `${at} "UnitPrice"`);
    const time = times.get(date) ?? readTime(date, `${at} "InvoiceDate"`);
    times.set(date, time);
    const product = code.toUpperCase();
    if (invoice.startsWith("C") || !(units > 0) || !(unitPrice > 0) || !PRODUCT.test(product)) {
      leftOut++;
      return;
    }
    const known = invoices.get(invoice);
    if (known) {
      known.products.add(numberOf(product));
      known.time = Math.min(known.time, time);
    } else {
      invoices.set(invoice, { time, products: new Set([numberOf(product)]) });
    }
  });
  if (invoices.size === 0) throw new UsageError(`${file} has no purchases of products. For one basket a line, add --format baskets.`);
  const baskets = [...invoices.values()].map(({ time, products }) => ({ line: -1, time, products: [...products] }));
  return { baskets: baskets.sort((a, b) => a.time - b.time), names, numbers, leftOut };
}

function findColumns(file: string, header: readonly string[]): number[] {
  const names = header.map((name) => name.trim());
  return COLUMNS.map((name) => {
    const at = names.indexOf(name);
    if (at < 0) {
      throw new UsageError(
        `${file}, line 1: no column "${name}". Expected ${COLUMNS.join(", ")}; for one basket a line, add --format baskets.`,
      );
    }
    return at;
  });
}

function readNumber(text: string, where: string): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new UsageError(`${where}: "${text}" is not a number.`);
  return value;
}

function readTime(text: string, where: string): number {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(`${text.replace(" ", "T")}${text.length > 10 ? "Z" : ""}`) : Number.NaN;
  if (Number.isNaN(time)) throw new UsageError(`${where}: "${text}" is not a time. Write it as 2011-12-09 12:50:00.`);
  return time;
}

function splitCsv(text: string): string[] {
  if (!text.includes('"')) return text.split(",");
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    cells.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] === "") break;
  }
  return cells;
}
