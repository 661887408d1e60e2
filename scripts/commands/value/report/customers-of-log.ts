import type { OrderLog } from "../../../../app/value/models/order-log.ts";

/** What each customer of a log did, one entry a customer by its number. Days and money as in the log. */
export interface LogCustomers {
  readonly firstDay: Float64Array;
  readonly lastDay: Float64Array;
  readonly orders: Float64Array;
  readonly net: Float64Array;
}

/** @param count customers of the log, each of whom has an order in it */
export function customersOfLog({ customer, day, amount }: OrderLog, count: number): LogCustomers {
  const firstDay = new Float64Array(count).fill(Infinity);
  const lastDay = new Float64Array(count).fill(-Infinity);
  const orders = new Float64Array(count);
  const net = new Float64Array(count);
  for (let i = 0; i < customer.length; i++) {
    const who = customer[i] as number;
    firstDay[who] = Math.min(firstDay[who] as number, day[i] as number);
    lastDay[who] = Math.max(lastDay[who] as number, day[i] as number);
    orders[who] = (orders[who] as number) + 1;
    net[who] = (net[who] as number) + (amount[i] as number);
  }
  return { firstDay, lastDay, orders, net };
}
