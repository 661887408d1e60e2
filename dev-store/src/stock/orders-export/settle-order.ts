import type { CollectedOrders } from "./collect-orders.ts";
import type { OrderDraft, OrderHead } from "./order-draft.ts";
import { addsUp, divideDiscounts, divideTotal, type MoneyLine, type OrderCharges, type OrderMoney } from "./order-money.ts";
import type { Fault } from "./set-aside.ts";

/** An order whose money adds up, in minor units. */
export interface SettledOrder {
  kind: "settled";
  head: OrderHead;
  /** rows of the table that are lines of this order, and their money at the same index */
  rows: number[];
  lines: MoneyLine[];
  money: OrderMoney;
  charges: OrderCharges;
  refunded: number;
  total: number;
  /** rows that were loaded without being a line */
  rowsWithoutLine: number;
  /** rows that repeat this order and are set aside */
  repeatedRows: number[];
}

export type Settlement = SettledOrder | { kind: "set_aside"; fault: Fault };

export interface ShopMoney {
  currency: string;
  /** decimals of the currency's minor unit */
  digits: number;
}

/** Decides whether an order can be loaded to the last minor unit, and how its money divides. */
export function settleOrder(draft: OrderDraft, { table }: CollectedOrders, shop: ShopMoney): Settlement {
  const { head } = draft;
  const firstLine = table.line[draft.firstRow] ?? 0;
  const refuse = (line: number, column: string, value: string, reason: string): Settlement => ({
    kind: "set_aside",
    fault: { line, column, value, reason },
  });
  if (draft.fault) return { kind: "set_aside", fault: draft.fault };
  if (!head) return refuse(firstLine, "Subtotal", "", "no row of the order has its Currency, Subtotal and Total");
  if (head.currency !== shop.currency) return refuse(head.line, "Currency", head.currency, `not in the shop's currency, ${shop.currency}`);

  const scale = 10 ** (3 - shop.digits);
  let fraction: Fault | null = null;
  const minor = (thousandths: number, line: number, column: string): number => {
    if (thousandths % scale !== 0)
      fraction ??= { line, column, value: String(thousandths / 1000), reason: `more decimals than ${shop.currency} has` };
    return thousandths / scale;
  };
  const subtotal = minor(head.subtotal, head.line, "Subtotal");
  const total = minor(head.total, head.line, "Total");
  const refunded = minor(head.refunded, head.line, "Refunded Amount");
  const discountAmount = minor(head.discountAmount, head.line, "Discount Amount");
  const shipping = head.shipping === null ? null : minor(head.shipping, head.line, "Shipping");
  const tax = minor(head.taxes ?? 0, head.line, "Taxes");

  let rows: number[] = [];
  let rowsWithoutLine = 0;
  let lines: MoneyLine[] = [];
  for (let row = draft.firstRow; row !== -1; row = table.next[row] ?? -1) {
    if (table.item[row] === -1) {
      rowsWithoutLine += 1;
      continue;
    }
    const line = table.line[row] ?? 0;
    const discount = table.discount[row] ?? Number.NaN;
    rows.push(row);
    lines.push({
      quantity: table.quantity[row] ?? 0,
      unitPrice: minor(table.price[row] ?? 0, line, "Lineitem price"),
      discount: Number.isNaN(discount) ? 0 : minor(discount, line, "Lineitem discount"),
    });
  }
  if (fraction) return { kind: "set_aside", fault: fraction };
  const cost = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
  if (!Number.isSafeInteger(cost)) return refuse(head.line, "Lineitem quantity", "", "the lines cost more than can be counted exactly");
  if (lines.length === 0) return refuse(head.line, "Lineitem quantity", "", "the order has no line items");

  // Order columns given again are either filled down over the lines of one order, or the order exported twice.
  let repeatedRows: number[] = [];
  if (draft.repeatRow !== -1 && !addsUp(lines, subtotal, discountAmount)) {
    const once = rows.findIndex((row) => row >= draft.repeatRow);
    if (once > 0) {
      repeatedRows = rows.slice(once);
      rows = rows.slice(0, once);
      lines = lines.slice(0, once);
    }
  }
  const money = divideDiscounts(lines, subtotal, discountAmount);
  if (!money)
    return refuse(head.line, "Subtotal", String(head.subtotal / 1000), "Subtotal is more than the order's lines cost: a line is missing");
  const charges = divideTotal(subtotal, shipping, tax, total);
  if (!charges) return refuse(head.line, "Total", String(head.total / 1000), "Total is less than Subtotal");
  if (refunded > total)
    return refuse(head.line, "Refunded Amount", String(head.refunded / 1000), "more was refunded than the order's Total");
  return { kind: "settled", head, rows, lines, money, charges, refunded, total, rowsWithoutLine, repeatedRows };
}
