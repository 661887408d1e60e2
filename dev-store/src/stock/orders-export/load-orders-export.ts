import type { Customer } from "../../store/model.ts";
import { Store } from "../../store/store.ts";
import type { StockReport } from "../stock-report.ts";
import { addOrder } from "./add-order.ts";
import { type CollectedOrders, collectOrders } from "./collect-orders.ts";
import { nameShop, shopMoney, shopTimezone } from "./guess-shop.ts";
import { makeCollections } from "./make-collections.ts";
import type { OrderDraft } from "./order-draft.ts";
import { CatalogueHistory, rebuildCatalogue } from "./rebuild-catalogue.ts";
import { type Fault, SetAside } from "./set-aside.ts";
import { type SettledOrder, type ShopMoney, settleOrder } from "./settle-order.ts";

const DAY = 86_400_000;

export interface OrdersExportOptions {
  file: string;
  /** unit cost as a share of the price, 0 to 1, because an export has no costs */
  margin: number;
  setAsideFile: string;
  domain: string;
}

/**
 * A store from Shopify's own orders export (Orders > Export), plain or gzip.
 *
 * An order is loaded whole or not at all: its subtotal is the file's Subtotal to the minor unit, its total the file's Total,
 * its one refund the file's Refunded Amount. Rows that cannot be used are set aside and listed in `setAsideFile` with line,
 * column and reason, and their order with them, since half an order would give wrong figures.
 * The shop's currency is the one most orders have; orders in another are set aside, as the file has no exchange rate.
 * A customer is an e-mail address in any letter case; an order without one is a guest's.
 * @throws Error naming the line and the column when the file is no orders export or no order in it can be used
 */
export async function loadOrdersExport(options: OrdersExportOptions): Promise<{ store: Store; report: StockReport }> {
  if (!(options.margin >= 0 && options.margin <= 1))
    throw new Error(`The unit cost is a share of the price from 0 to 1, not ${options.margin}.`);
  const started = performance.now();
  const now = Date.now();
  const setAside = new SetAside(options.setAsideFile);
  try {
    const collected = await collectOrders(options.file, setAside, now + DAY);
    const shop = shopMoney(collected);
    const { usable, setAsideOrders, rowsLoaded, firstFault } = sortOut(collected, shop, setAside);
    if (usable.length === 0) throw nothingUsable(options.file, collected.rows, firstFault, setAside.close());

    const store = new Store({
      id: 1,
      domain: options.domain,
      name: nameShop(collected.items, options.domain),
      email: `owner@${options.domain.replace(/\.myshopify\.com$/, "")}.example`,
      currency: shop.currency,
      ianaTimezone: shopTimezone(usable),
      plan: "BASIC",
      stock: { kind: "orders_export", file: options.file, margin: options.margin },
    });
    const counts = fill(store, collected, usable, shop, now);
    if (rowsLoaded + setAside.rows !== collected.rows)
      throw new Error(`Rows were lost: ${collected.rows} read, ${rowsLoaded} loaded, ${setAside.rows} set aside.`);
    const report: StockReport = {
      orders: store.orders.size,
      lines: counts.lines,
      customers: store.customers.size,
      products: store.products.size,
      refunds: counts.refunds,
      setAside: setAside.rows,
      setAsideFile: setAside.close(),
      seconds: (performance.now() - started) / 1000,
      rows: collected.rows,
      setAsideOrders,
      setAsideReasons: Object.fromEntries([...setAside.reasons].sort(([, a], [, b]) => b - a)),
      adjustedOrders: counts.adjusted,
    };
    return { store, report };
  } finally {
    setAside.close();
  }
}

/** Lists what cannot be loaded; the rest comes back oldest first. */
function sortOut(collected: CollectedOrders, shop: ShopMoney, setAside: SetAside) {
  const usable: OrderDraft[] = [];
  const ids = new Set<number>();
  let setAsideOrders = 0;
  let rowsLoaded = 0;
  let firstFault: Fault | null = null;
  for (const draft of collected.drafts) {
    let settled = settleOrder(draft, collected, shop);
    const id = draft.head?.id ?? null;
    if (settled.kind === "settled" && id !== null) {
      if (ids.has(id))
        settled = {
          kind: "set_aside",
          fault: { line: settled.head.line, column: "Id", value: String(id), reason: "another order has this Id" },
        };
      ids.add(id);
    }
    if (settled.kind === "settled") {
      usable.push(draft);
      rowsLoaded += settled.rows.length + settled.rowsWithoutLine;
      for (const row of settled.repeatedRows) {
        setAside.add(draft.name, {
          line: collected.table.line[row] ?? 0,
          column: "Name",
          value: draft.name,
          reason: "the order is in the file twice",
        });
      }
      continue;
    }
    setAsideOrders += 1;
    if (firstFault === null || settled.fault.line < firstFault.line) firstFault = settled.fault;
    for (let row = draft.firstRow; row !== -1; row = collected.table.next[row] ?? -1) {
      const line = collected.table.line[row] ?? 0;
      const own = collected.faults.get(row);
      if (own || line === settled.fault.line) setAside.add(draft.name, own ?? settled.fault);
      else
        setAside.add(draft.name, {
          line,
          column: "",
          value: `see line ${settled.fault.line}`,
          reason: "another row of the order cannot be used",
        });
    }
  }
  usable.sort((a, b) => (a.head?.processedAt ?? 0) - (b.head?.processedAt ?? 0));
  return { usable, setAsideOrders, rowsLoaded, firstFault };
}

function fill(store: Store, collected: CollectedOrders, usable: readonly OrderDraft[], shop: ShopMoney, now: number) {
  const { table, items } = collected;
  const settledAgain = (draft: OrderDraft): SettledOrder => {
    // Settling twice costs less than keeping every line's money in memory between the two passes.
    const settled = settleOrder(draft, collected, shop);
    if (settled.kind !== "settled") throw new Error(`Order ${draft.name} was usable before.`);
    return settled;
  };
  const history = new CatalogueHistory();
  const scale = 10 ** (3 - shop.digits);
  for (const draft of usable) {
    const { rows, lines, head } = settledAgain(draft);
    rows.forEach((row, index) => {
      const itemIndex = table.item[row] ?? -1;
      const item = items[itemIndex];
      const compareAt = (table.compareAtPrice[row] ?? Number.NaN) / scale;
      if (item)
        history.sold(itemIndex, item, head.processedAt, lines[index]?.unitPrice ?? 0, Number.isInteger(compareAt) ? compareAt : null);
    });
  }
  const places = rebuildCatalogue(store, history, items);
  const soldByVariant = new Map(
    [...places].flatMap(([itemIndex, { variantId }]) => {
      const sold = history.variants[history.variantOfItem[itemIndex] ?? -1];
      return sold ? [[variantId, sold] as const] : [];
    }),
  );
  const customers = new Map<string, Customer>();
  store.reserveIds(usable.reduce((highest, { head }) => Math.max(highest, head?.id ?? 0), 0));
  const counts = { lines: 0, refunds: 0, adjusted: 0 };
  let lastOrderAt = 0;
  for (const draft of usable) {
    const settled = settledAgain(draft);
    addOrder(store, { name: draft.name, settled, table, places, customers, now });
    counts.lines += settled.rows.length;
    if (settled.refunded > 0) counts.refunds += 1;
    if (settled.money.unexplained > 0) counts.adjusted += 1;
    lastOrderAt = settled.head.processedAt;
  }
  makeCollections(store, soldByVariant, lastOrderAt);
  return counts;
}

function nothingUsable(file: string, rows: number, first: Fault | null, listed: string | null): Error {
  if (rows === 0) return new Error(`${file}: there are no orders after the column names on line 1. Export at least one order.`);
  const where = first ? ` The first fault: line ${first.line}, column "${first.column}", "${first.value}": ${first.reason}.` : "";
  return new Error(
    `${file}: none of the ${rows} rows can be used.${where} All are listed in ${listed}. Export the orders again and give the file unchanged.`,
  );
}
