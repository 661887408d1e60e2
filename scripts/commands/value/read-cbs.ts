import { historyProblem } from "../../../app/value/models/histories.ts";
import { UsageError } from "../usage-error.ts";
import { GrowingColumn } from "./growing-column.ts";
import { readLines } from "./read-lines.ts";

/** Customers by sufficient statistic, one entry a customer. Columns that the file does not have are null. */
export interface CbsFile {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  /** mean value of the repeat orders, 0 without any */
  readonly repeatMean: Float64Array | null;
  readonly firstValue: Float64Array | null;
  readonly holdoutOrders: Float64Array | null;
  readonly holdoutSpend: Float64Array | null;
  /** only when asked for */
  readonly customers: string[];
}

/** Each column's names, the usual one first. */
const NAMES = {
  customer: ["customer", "customer_id", "id", "cust"],
  frequency: ["frequency", "x"],
  recency: ["recency", "t_x", "tx"],
  age: ["T", "age", "t_cal"],
  repeatMean: ["monetary_value", "zbar"],
  firstValue: ["first_order_value"],
  holdoutOrders: ["holdout_orders"],
  holdoutSpend: ["holdout_spend"],
} as const;

type Key = keyof typeof NAMES;
type NumberKey = Exclude<Key, "customer">;
const NUMBER_KEYS = [
  "frequency",
  "recency",
  "age",
  "repeatMean",
  "firstValue",
  "holdoutOrders",
  "holdoutSpend",
] as const satisfies readonly NumberKey[];

/**
 * Reads a customer-by-sufficient-statistic file, plain or gzip.
 * @throws UsageError that names the line and the column
 */
export async function readCbs(file: string, { withCustomers = false } = {}): Promise<CbsFile> {
  let at: Record<Key, number> | null = null;
  let header: string[] = [];
  const columns = Object.fromEntries(NUMBER_KEYS.map((key) => [key, new GrowingColumn()])) as Record<NumberKey, GrowingColumn>;
  const values = Object.fromEntries(NUMBER_KEYS.map((key) => [key, 0])) as Record<NumberKey, number>;
  const customers: string[] = [];
  let rows = 0;
  await readLines(file, (text, line) => {
    if (text.trim() === "") return;
    const cells = splitCells(text, file, line);
    if (!at) {
      header = cells.map((cell) => cell.replace(/^\uFEFF/, "").trim());
      at = findColumns(header, file);
      return;
    }
    if (cells.length !== header.length) {
      throw new UsageError(`${file}, line ${line}: ${cells.length} cells, but the first line names ${header.length} columns.`);
    }
    for (const key of NUMBER_KEYS) {
      const place = at[key];
      if (place === -1) continue;
      const cell = (cells[place] as string).trim();
      const blankMean = cell === "" && key === "repeatMean" && values.frequency === 0;
      const value = blankMean ? 0 : readNumber(cell);
      if (value === null) throw new UsageError(`${file}, line ${line}, column "${header[place]}": "${cell}" is not a number.`);
      if (!(value >= 0)) throw new UsageError(`${file}, line ${line}, column "${header[place]}": ${cell} is below 0.`);
      values[key] = value;
      columns[key].push(value);
    }
    const problem = historyProblem(values.frequency, values.recency, values.age);
    if (problem) {
      const place = at[problem.column as NumberKey];
      throw new UsageError(`${file}, line ${line}, column "${header[place]}": ${problem.problem}`);
    }
    if (at.holdoutOrders !== -1 && !Number.isInteger(values.holdoutOrders)) {
      throw new UsageError(
        `${file}, line ${line}, column "${header[at.holdoutOrders]}": ${values.holdoutOrders} is not a whole number of orders.`,
      );
    }
    if (withCustomers) customers.push(at.customer === -1 ? String(rows + 1) : (cells[at.customer] as string));
    rows++;
  });
  const places = at as Record<Key, number> | null;
  if (!places || rows === 0)
    throw new UsageError(`${file} has no customers: the first line names the columns, then comes one line a customer.`);
  const column = (key: NumberKey) => (places[key] === -1 ? null : columns[key].finish());
  return {
    frequency: columns.frequency.finish(),
    recency: columns.recency.finish(),
    age: columns.age.finish(),
    repeatMean: column("repeatMean"),
    firstValue: column("firstValue"),
    holdoutOrders: column("holdoutOrders"),
    holdoutSpend: column("holdoutSpend"),
    customers,
  };
}

function findColumns(header: readonly string[], file: string): Record<Key, number> {
  const lower = header.map((name) => name.toLowerCase());
  const at = {} as Record<Key, number>;
  for (const key of Object.keys(NAMES) as Key[]) {
    at[key] = Math.max(...NAMES[key].map((known) => lower.indexOf(known.toLowerCase())));
  }
  const missing = (["frequency", "recency", "age"] as const).filter((key) => at[key] === -1);
  if (missing.length > 0) {
    const names = missing.map((key) => `"${NAMES[key][0]}" (or "${NAMES[key][1]}")`).join(", ");
    throw new UsageError(`${file}, line 1: no column ${names}. The columns found are: ${header.join(", ")}.`);
  }
  return at;
}

function readNumber(cell: string): number | null {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

function splitCells(text: string, file: string, line: number): string[] {
  if (!text.includes('"')) return text.split(",");
  const cells: string[] = [];
  let from = 0;
  while (from <= text.length) {
    if (text[from] !== '"') {
      const comma = text.indexOf(",", from);
      const end = comma === -1 ? text.length : comma;
      cells.push(text.slice(from, end));
      from = end + 1;
      continue;
    }
    let cell = "";
    let at = from + 1;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote === -1) throw new UsageError(`${file}, line ${line}, column ${cells.length + 1}: a quote is opened and not closed.`);
      cell += text.slice(at, quote);
      at = quote + 1;
      if (text[at] !== '"') break;
      cell += '"';
      at++;
    }
    cells.push(cell);
    from = at + 1;
  }
  return cells;
}
