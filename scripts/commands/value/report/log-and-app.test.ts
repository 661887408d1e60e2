import { beforeAll, expect, test } from "vitest";
import { cohorts } from "../../../../app/value/cohorts.server.ts";
import { dayNumber } from "../../../../app/value/day-text.ts";
import { fitValues } from "../../../../app/value/fit-values.server.ts";
import type { OrderLog } from "../../../../app/value/models/order-log.ts";
import { rebuildValues } from "../../../../app/value/rebuild-values.server.ts";
import { rfmOf } from "../../../../app/value/rfm-segments.server.ts";
import { valueOverview } from "../../../../app/value/value-overview.server.ts";
import { whatIf } from "../../../../app/value/what-if.server.ts";
import { madeOrders, type Sold, sellOrders } from "../../../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../../../tests/test-database.ts";
import { cohortsOfLog } from "./cohorts-of-log.ts";
import { customersOfLog, type LogCustomers } from "./customers-of-log.ts";
import { leversOfLog } from "./levers-of-log.ts";
import { returnsOfLog } from "./returns-of-log.ts";
import { rfmOfLog } from "./rfm-of-log.ts";

const NOW = new Date("2026-06-30T15:00:00Z");
const LAST = dayNumber("2026-06-30");
ownDatabase();
let shopId: number;
let log: OrderLog;
let all: LogCustomers;
let ids: readonly number[];

beforeAll(async () => {
  shopId = await insertShop();
  // A log knows days alone, so all orders of a day come at one moment.
  const sold = madeOrders({ customers: 200, days: 500, until: "2026-06-30" }).map(
    (order): Sold => ({ ...order, refunded: 0, at: `${order.at.slice(0, 10)}T12:00:00Z` }),
  );
  await sellOrders(shopId, sold);
  await rebuildValues(shopId);
  await fitValues(shopId, { now: NOW });
  ids = [...new Set(sold.flatMap(({ customer }) => customer ?? []))];
  const known = sold.filter(({ customer }) => customer !== null);
  log = {
    customer: known.map(({ customer }) => ids.indexOf(customer as number)),
    day: known.map(({ at }) => dayNumber(at.slice(0, 10))),
    amount: known.map(({ subtotal }) => subtotal),
  };
  all = customersOfLog(log, ids.length);
});

test("the terminal report puts every customer in the group the app does", async () => {
  const places = rfmOfLog(all);
  expect(new Set(places.map(({ group }) => group)).size).toBeGreaterThan(6);
  for (const [who, place] of places.entries()) expect(place).toEqual(await rfmOf(shopId, String(ids[who])));
});

test("the terminal report's cohorts are the app's", async () => {
  const table = await cohorts(shopId, { months: 60, now: NOW });
  const own = cohortsOfLog(log, all, LAST);
  const monthOf = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  expect(own.map(({ month, customers }) => ({ month: monthOf(month), customers }))).toEqual(
    table.cohorts.map(({ month, customers }) => ({ month, customers })),
  );
  expect(own.map(({ cells }) => cells)).toEqual(
    table.cohorts.map(({ cells }) => cells.map(({ active, value }) => ({ active, net: value.net }))),
  );
});

test("the terminal report's levers and returning customers are the app's", async () => {
  const from = "2026-04-01";
  const { period } = await valueOverview(shopId, { from: `${from}T00:00:00Z`, base: "net" });
  expect(leversOfLog(log, dayNumber(from) - 1, LAST, 1)).toEqual({
    customers: period.customers,
    orders: period.identifiedOrders,
    identified: period.identified.net,
    total: period.identified.net,
  });
  const returns = returnsOfLog(log, all, LAST - 90);
  const app = await whatIf(shopId, { now: NOW });
  expect(returns).toMatchObject({ customers: app?.customers, returned: app?.returned });
  expect(returns.laterNet / returns.returned).toBeCloseTo(app?.laterPerReturned?.net ?? 0, 6);
});
