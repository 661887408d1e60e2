import type { LeverInputs } from "../../../../app/value/decompose-change.ts";
import type { OrderLog } from "../../../../app/value/models/order-log.ts";

/** Customers, orders and net revenue of the days after `from` up to the end of `until`; money in units of `1 / minor`. */
export function leversOfLog({ customer, day, amount }: OrderLog, from: number, until: number, minor: number): LeverInputs {
  const customers = new Set<number>();
  let orders = 0;
  let identified = 0;
  for (let i = 0; i < day.length; i++) {
    const when = day[i] as number;
    if (when <= from || when > until) continue;
    customers.add(customer[i] as number);
    orders++;
    identified += Math.round((amount[i] as number) * minor);
  }
  return { customers: customers.size, orders, identified, total: identified };
}
