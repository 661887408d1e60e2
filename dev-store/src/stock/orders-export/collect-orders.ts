import { parseAmount, parseQuantity } from "./cells.ts";
import { type ColumnKey, type Columns, columnName, findColumns, isHeaderRow } from "./columns.ts";
import { emptyDraft, type OrderDraft, sameOrder } from "./order-draft.ts";
import { hasHead, parseHead } from "./parse-head.ts";
import { readRows } from "./read-rows.ts";
import { RowTable } from "./row-table.ts";
import type { Fault, SetAside } from "./set-aside.ts";

/** What is sold in a line: the same SKU, name and vendor are one item. */
export interface Item {
  sku: string;
  name: string;
  vendor: string;
  /** false only when the export says so */
  requiresShipping: boolean;
}

/** Everything the file holds, with faults noted but nothing decided about money. */
export interface CollectedOrders {
  /** data rows read */
  rows: number;
  drafts: OrderDraft[];
  table: RowTable;
  items: Item[];
  /** rows that broke, by index in the table */
  faults: Map<number, Fault>;
}

const NO_AMOUNT = Number.NaN;

/**
 * Reads the file and puts its rows together into orders, wherever they stand. Rows that belong to no order go to `setAside`.
 * @param latest the latest time an order can have, epoch ms
 * @throws Error for a file that is no orders export
 */
export async function collectOrders(file: string, setAside: SetAside, latest: number): Promise<CollectedOrders> {
  const table = new RowTable();
  const drafts: OrderDraft[] = [];
  const faults = new Map<number, Fault>();
  const items = new ItemIndex();
  const openByName = new Map<string, OrderDraft>();
  let columns: Columns | null = null;
  let width = 0;
  let rows = 0;
  let draft: OrderDraft | null = null;

  const draftNamed = (name: string): OrderDraft => {
    if (draft?.name === name) return draft;
    return openByName.get(name) ?? newDraft(name);
  };
  const newDraft = (name: string): OrderDraft => {
    const made = emptyDraft(name);
    drafts.push(made);
    openByName.set(name, made);
    return made;
  };
  const append = (order: OrderDraft, row: number) => {
    if (order.lastRow === -1) order.firstRow = row;
    else table.next[order.lastRow] = row;
    order.lastRow = row;
  };

  await readRows(file, (cells, line) => {
    if (columns === null) {
      columns = findColumns(cells, line);
      width = cells.length;
      return;
    }
    rows += 1;
    if (isHeader(cells, columns)) return setAside.add("", { line, column: "", value: "", reason: "the column names once more" });
    const name = trimmed(cells[columns.name]);
    if (name === "") return setAside.add("", { line, column: "Name", value: "", reason: "the order's name is missing" });
    if (cells.length === width && cells[columns.quantity] === "0" && !hasHead(cells, columns)) {
      return setAside.add(name, {
        line,
        column: "Lineitem quantity",
        value: "0",
        reason: "a line item of no units (removed from the order)",
      });
    }

    draft = draftNamed(name);
    let fault: Fault | null = null;
    if (cells.length !== width) {
      fault = {
        line,
        column: "",
        value: `${cells.length} cells`,
        reason: `the row has another number of cells than the header (${width})`,
      };
    } else if (hasHead(cells, columns)) {
      const parsed = parseHead(cells, columns, line, latest);
      if ("fault" in parsed) fault = parsed.fault;
      else if (draft.head === null) draft.head = parsed.head;
      else if (!sameOrder(draft.head, parsed.head)) {
        draft = newDraft(name);
        draft.head = parsed.head;
      } else if (draft.head.subtotal !== parsed.head.subtotal || draft.head.total !== parsed.head.total) {
        fault = {
          line,
          column: "Subtotal",
          value: cells[columns.subtotal] ?? "",
          reason: "the order has another Subtotal or Total in an earlier row",
        };
      } else if (draft.repeatRow === -1) draft.repeatRow = table.size;
    }
    const row = fault ? blankRow(table, line) : addLine(table, items, cells, columns, line);
    if (typeof row === "number") append(draft, row);
    else {
      fault = row;
      append(draft, blankRow(table, line));
    }
    if (fault) {
      faults.set(draft.lastRow, fault);
      draft.fault ??= fault;
    }
  });
  if (columns === null)
    throw new Error(`${file}: line 1 should hold the column names, but the file has only blank lines. Export the orders again.`);
  return { rows, drafts, table, items: items.items, faults };
}

function isHeader(cells: readonly string[], columns: Columns): boolean {
  const first = cells[columns.name];
  return first !== undefined && first.length < 8 && first.charCodeAt(0) !== 35 && isHeaderRow(cells, columns);
}

function addLine(table: RowTable, items: ItemIndex, cells: readonly string[], columns: Columns, line: number): number | Fault {
  const quantityText = trimmed(cells[columns.quantity]);
  const name = trimmed(cells[columns.lineName]);
  const priceText = trimmed(cells[columns.price]);
  // The order's own row may come without a line item.
  if (quantityText === "" && name === "" && priceText === "" && hasHead(cells, columns)) return blankRow(table, line);
  const refused = (key: ColumnKey, value: string, reason: string): Fault => ({ line, column: columnName(key), value, reason });
  const quantity = parseQuantity(quantityText);
  if (quantity === null) return refused("quantity", quantityText, "not a whole number of units, zero or more");
  if (name === "") return refused("lineName", "", "the line item has no name");
  const price = parseAmount(priceText);
  if (price === null) return refused("price", priceText, "not an amount: digits with a point and at most three decimals, zero or more");
  // Here the row is needed for the order's own columns; without those it is set aside before it comes this far.
  if (quantity === 0) return blankRow(table, line);
  const discountText = optional(cells, columns.lineDiscount);
  const discount = discountText === "" ? NO_AMOUNT : parseAmount(discountText);
  if (discount === null)
    return refused("lineDiscount", discountText, "not an amount: digits with a point and at most three decimals, zero or more");
  // Only shown to shoppers, so that a strange one is no reason to lose an order.
  const compareAtPrice = parseAmount(optional(cells, columns.compareAtPrice)) ?? NO_AMOUNT;
  const shipped = optional(cells, columns.requiresShipping) !== "false";
  return table.add(
    line,
    items.indexOf(optional(cells, columns.sku), name, optional(cells, columns.vendor), shipped),
    quantity,
    price,
    compareAtPrice,
    discount,
  );
}

function blankRow(table: RowTable, line: number): number {
  return table.add(line, -1, 0, 0, NO_AMOUNT, NO_AMOUNT);
}

function optional(cells: readonly string[], column: number): string {
  return column === -1 ? "" : trimmed(cells[column]);
}

function trimmed(cell: string | undefined): string {
  return cell === undefined ? "" : cell.trim();
}

/** Keeps one copy of each item's texts, however many lines sell it. */
class ItemIndex {
  readonly items: Item[] = [];
  readonly #byKey = new Map<string, number>();

  indexOf(sku: string, name: string, vendor: string, requiresShipping: boolean): number {
    const key = `${sku}\n${name}\n${vendor}\n${requiresShipping}`;
    let index = this.#byKey.get(key);
    if (index === undefined) {
      index = this.items.length;
      this.#byKey.set(key, index);
      this.items.push({ sku, name, vendor, requiresShipping });
    }
    return index;
  }
}
