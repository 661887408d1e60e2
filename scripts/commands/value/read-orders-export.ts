import { minorDigits } from "../../../app/money/money.ts";
import type { OrderLog } from "../../../app/value/models/order-log.ts";
import { refundedRevenue } from "../../../app/value/refunded-revenue.ts";
import { type Columns, findColumns, isHeaderRow } from "../../../dev-store/src/stock/orders-export/columns.ts";
import type { OrderHead } from "../../../dev-store/src/stock/orders-export/order-draft.ts";
import { sameOrder } from "../../../dev-store/src/stock/orders-export/order-draft.ts";
import { hasHead, parseHead } from "../../../dev-store/src/stock/orders-export/parse-head.ts";
import { readRows } from "../../../dev-store/src/stock/orders-export/read-rows.ts";
import { UsageError } from "../usage-error.ts";
import { GrowingColumn } from "./growing-column.ts";

const DAY = 86_400_000;

export interface OrdersExport {
  readonly currency: string;
  /** orders of customers with an e-mail address; amounts in currency units, subtotal less what refunds took of it, days since 1970 in the export's own time zone */
  readonly log: OrderLog;
  /** e-mail address of each customer of the log */
  readonly customers: readonly string[];
  readonly orders: number;
  readonly guestOrders: number;
  readonly cancelledOrders: number;
  /** orders worth nothing after refunds, which are not counted */
  readonly emptyOrders: number;
  /** before refunds, of counted orders, in currency units */
  readonly grossRevenue: number;
  readonly refunds: number;
  /** orders that could not be read, by the first fault, at most ten told */
  readonly setAside: number;
  readonly faults: readonly string[];
}

/**
 * Reads what the value models need from Shopify's orders export, plain or gzip, in one pass.
 * @throws UsageError for a file that is no orders export or has no order of an identified customer
 */
export async function readOrdersExport(file: string): Promise<OrdersExport> {
  const place = new Map<string, number>();
  const customer = new GrowingColumn();
  const day = new GrowingColumn();
  const amount = new GrowingColumn();
  const seen = new Map<string, Pick<OrderHead, "id" | "processedAt">>();
  const count = { orders: 0, guest: 0, cancelled: 0, empty: 0, gross: 0, refunds: 0, setAside: 0 };
  const faults: string[] = [];
  const latest = Date.now() + DAY;
  let columns: Columns | null = null;
  let currency = "";
  const refuse = (line: number, column: string, reason: string) => {
    count.setAside++;
    if (faults.length < 10) faults.push(`line ${line}, column "${column}": ${reason}`);
  };
  const add = (head: OrderHead) => {
    if (head.cancelledAt !== null || head.financialStatus === "voided" || head.financialStatus === "expired") {
      count.cancelled++;
      return;
    }
    const net = netOf(head);
    count.gross += head.subtotal / 1000;
    count.refunds += head.subtotal / 1000 - net;
    if (!(net > 0)) {
      count.empty++;
      return;
    }
    count.orders++;
    if (head.email === null) {
      count.guest++;
      return;
    }
    let index = place.get(head.email);
    if (index === undefined) {
      index = place.size;
      place.set(head.email, index);
    }
    customer.push(index);
    day.push(Math.floor((head.processedAt + head.offsetMinutes * 60_000) / DAY));
    amount.push(net);
  };
  try {
    await readRows(file, (cells, line) => {
      if (columns === null) {
        columns = findColumns(cells, line);
        return;
      }
      if (!hasHead(cells, columns) || isHeaderRow(cells, columns)) return;
      const parsed = parseHead(cells, columns, line, latest);
      if ("fault" in parsed) return refuse(line, parsed.fault.column, parsed.fault.reason);
      const { head } = parsed;
      const name = cells[columns.name] ?? "";
      const known = seen.get(name);
      // The order's own columns may be filled down over its lines.
      if (known && sameOrder(known as OrderHead, head)) return;
      seen.set(name, { id: head.id, processedAt: head.processedAt });
      currency ||= head.currency;
      if (head.currency !== currency) return refuse(line, "Currency", `${head.currency}, not ${currency} as in the orders before`);
      add(head);
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (place.size === 0) {
    const first = faults[0] ? ` The first fault: ${faults[0]}.` : "";
    throw new UsageError(`${file}: no order of a customer with an e-mail address can be used.${first}`);
  }
  return {
    currency,
    log: { customer: customer.finish(), day: day.finish(), amount: amount.finish() },
    customers: [...place.keys()],
    orders: count.orders,
    guestOrders: count.guest,
    cancelledOrders: count.cancelled,
    emptyOrders: count.empty,
    grossRevenue: count.gross,
    refunds: count.refunds,
    setAside: count.setAside,
    faults,
  };
}

/** Currency units. The file does not tell which units went back. */
function netOf({ currency, subtotal, total, refunded }: OrderHead): number {
  const minor = 10 ** (3 - minorDigits(currency));
  const taken = refundedRevenue({ revenue: subtotal / minor, total: total / minor, refunded: refunded / minor, gone: 0 });
  return (subtotal - taken * minor) / 1000;
}
