import { afterAll, beforeAll, expect, test } from "vitest";
import { madeOrders, type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { createTestDatabase, insertShop } from "../../tests/test-database.ts";
import { inShop, pool } from "../database/pool.server.ts";
import { allowedAcquisitionCost } from "./allowed-acquisition-cost.server.ts";
import type { Amounts } from "./amounts.ts";
import { backtestReport } from "./backtest-report.server.ts";
import { clvDistribution } from "./clv-distribution.server.ts";
import { clvOverTime } from "./clv-over-time.server.ts";
import { cohorts } from "./cohorts.server.ts";
import { customerForecast, customerForecasts } from "./customer-forecast.server.ts";
import { dayNumber } from "./day-text.ts";
import { fitValues } from "./fit-values.server.ts";
import { modelCard } from "./model-card.server.ts";
import { profitMakersAndLosers } from "./profit-makers.server.ts";
import { rankedCustomers } from "./ranked-customers.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { rfmOf, rfmSegments } from "./rfm-segments.server.ts";
import { updateValues } from "./update-values.server.ts";
import { valueAlerts } from "./value-alerts.server.ts";
import { valueCsv } from "./value-csv.server.ts";
import { valueOverview } from "./value-overview.server.ts";
import { whatIf } from "./what-if.server.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
/** two years of 500 customers, guests, cancelled, test and refunded orders */
let shopId: number;
let orders: Sold[];
const NOW = new Date("2026-06-30T15:00:00Z");
const SPLIT = "2025-07-01T00:00:00.000Z";
const BEFORE = "2024-07-01T00:00:00.000Z";

beforeAll(async () => {
  database = await createTestDatabase();
  shopId = await insertShop();
  await pool().query("update shops set payment_fee_bp = 200, payment_fee_fixed = 30 where id = $1", [shopId]);
  const made = madeOrders({ customers: 500, days: 730, until: "2026-06-30" });
  orders = made.map((sold, at) =>
    at % 37 === 0
      ? { ...sold, customer: null }
      : at % 41 === 0
        ? { ...sold, cancelled: true }
        : at % 43 === 0
          ? { ...sold, test: true }
          : sold,
  );
  await sellOrders(shopId, orders);
  await rebuildValues(shopId);
  await fitValues(shopId, { now: NOW });
});
afterAll(() => database.drop());

/** The same figures in plain words: fees 2 % of what is kept and 30 an order. */
function amountsOf(sold: readonly Sold[]): Amounts {
  let [gross, net, profit] = [0, 0, 0];
  for (const { subtotal, refunded = 0, cost } of sold) {
    gross += subtotal;
    net += subtotal - refunded;
    const fees = Math.floor((Math.max(subtotal - refunded, 0) * 200 + 5000) / 10000) + (subtotal > 0 ? 30 : 0);
    profit += subtotal - refunded - (cost ?? 0) - fees;
  }
  return { gross, net, profit };
}

const counted = () => orders.filter((sold) => !sold.cancelled && !sold.test);

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (value && typeof value === "object") return Object.values(value).flatMap(numbersIn);
  return [];
}

const reads = (id: number): Record<string, () => Promise<unknown>> => ({
  overview: () => valueOverview(id, { from: SPLIT, compareFrom: BEFORE, compareTo: SPLIT }),
  cohorts: () => cohorts(id, { now: NOW }),
  rfm: () => rfmSegments(id, NOW),
  predicted: () => clvDistribution(id),
  historic: () => clvDistribution(id, { kind: "historic", base: "net" }),
  overTime: () => clvOverTime(id),
  profit: () => profitMakersAndLosers(id),
  acquisition: () => allowedAcquisitionCost(id),
  whatIf: () => whatIf(id, { now: NOW }),
  alerts: () => valueAlerts(id, NOW),
  backtest: () => backtestReport(id),
  card: () => modelCard(id, NOW),
  ranked: () => rankedCustomers(id),
  customer: () => customerForecast(id, "1"),
});

test("the overview's figures are those of the orders", async () => {
  const overview = await valueOverview(shopId, { from: SPLIT, compareFrom: BEFORE, compareTo: SPLIT, base: "profit" });
  for (const [period, from, to] of [
    [overview.period, SPLIT, "9999"],
    [overview.comparison?.period, BEFORE, SPLIT],
  ] as const) {
    const own = counted().filter((sold) => sold.at >= from && sold.at < to);
    const identified = own.filter((sold) => sold.customer !== null);
    const customers = new Set(identified.map((sold) => sold.customer));
    const firsts = new Map<number | null, string>();
    for (const sold of counted()) if (sold.at < (firsts.get(sold.customer) ?? "9999")) firsts.set(sold.customer, sold.at);
    expect(period).toMatchObject({
      orders: own.length,
      guestOrders: own.length - identified.length,
      customers: customers.size,
      newCustomers: [...customers].filter((customer) => (firsts.get(customer) ?? "") >= from).length,
      total: amountsOf(own),
      identified: amountsOf(identified),
    });
    expect(period?.apf).toBe(identified.length / customers.size);
    for (const base of ["profit", "net", "gross"] as const)
      expect((period?.aov?.[base] ?? 0) * (period?.apf ?? 0)).toBeCloseTo(period?.customerValue?.[base] ?? -1, 6);
  }
  const split = overview.comparison?.decomposition;
  expect(split && split.customers + split.apf + split.aov + split.guests).toBe(split?.change);
  expect(split?.change).toBe(overview.period.total.profit - (overview.comparison?.period.total.profit ?? 0));
  const all = amountsOf(counted().filter((sold) => sold.customer !== null));
  expect(overview.historicClv.total).toEqual(all);
  expect(overview.noForecast).toBeNull();
  const { forecast } = overview;
  for (const base of ["profit", "net", "gross"] as const) {
    expect(forecast?.clv[base].low).toBeLessThan(forecast?.clv[base].mean ?? 0);
    expect(forecast?.clv[base].high).toBeGreaterThan(forecast?.clv[base].mean ?? 0);
  }
  expect(forecast?.clv.profit.mean).toBeLessThan(forecast?.clv.net.mean ?? 0);
  expect(overview.lifespan.model?.years).toBeCloseTo(1 / (overview.lifespan.model?.churnAYear ?? 0), 9);
});

test("cohorts hold every order of their customers once", async () => {
  const table = await cohorts(shopId, { months: 60, now: NOW });
  const identified = counted().filter((sold) => sold.customer !== null);
  const cells = table.cohorts.flatMap((cohort) => cohort.cells);
  expect(table.cohorts.reduce((sum, cohort) => sum + cohort.customers, 0)).toBe(new Set(identified.map((sold) => sold.customer)).size);
  expect(cells.reduce((sum, cell) => sum + cell.orders, 0)).toBe(identified.length);
  const { gross, net, profit } = amountsOf(identified);
  for (const [base, all] of Object.entries({ gross, net, profit }) as [keyof Amounts, number][]) {
    expect(cells.reduce((sum, cell) => sum + cell.value[base], 0)).toBe(all);
    const fromLast = table.cohorts.reduce(
      (sum, cohort) => sum + (cohort.cells.at(-1)?.cumulativePerCustomer[base] ?? 0) * cohort.customers,
      0,
    );
    expect(fromLast).toBeCloseTo(all, 3);
  }
  for (const cohort of table.cohorts) {
    expect(cohort.cells[0]?.retention).toBe(1);
    expect(cohort.cells.at(-1)?.complete).toBe(false);
  }
  expect(table.cohorts.at(-1)?.month).toBe("2026-06");
  expect(table.curve[0]?.retention).toBe(1);
});

test("RFM groups hold every customer once, and who bought often, much and lately is a champion", async () => {
  const { segments, customers } = await rfmSegments(shopId, NOW);
  const identified = counted().filter((sold) => sold.customer !== null);
  expect(customers).toBe(new Set(identified.map((sold) => sold.customer)).size);
  expect(segments.reduce((sum, segment) => sum + segment.customers, 0)).toBe(customers);
  expect(segments.reduce((sum, segment) => sum + segment.total.net, 0)).toBe(amountsOf(identified).net);
  const champions = segments.find((segment) => segment.group === "champions");
  const dormant = segments.find((segment) => segment.group === "dormant");
  expect((champions?.orders ?? 0) / (champions?.customers ?? 1)).toBeGreaterThan(2);
  expect(dormant?.meanDaysSinceLast).toBeGreaterThan((champions?.meanDaysSinceLast ?? 0) + 100);
  expect((champions?.expectedClv?.net ?? 0) / (champions?.customers ?? 1)).toBeGreaterThan(
    (dormant?.expectedClv?.net ?? 0) / (dormant?.customers ?? 1),
  );
  const places = await Promise.all(
    [...new Set(identified.slice(0, 20).map((sold) => String(sold.customer)))].map((id) => rfmOf(shopId, id)),
  );
  expect(places.every((place) => place && place.recency >= 1 && place.recency <= 5 && place.frequency >= 1 && place.money <= 5)).toBe(true);
});

test("days since the last order of a store that fell silent are counted to its own last order", async () => {
  const later = new Date("2041-06-30T15:00:00Z");
  const days = (await rfmSegments(shopId, later)).segments.flatMap(({ meanDaysSinceLast }) => meanDaysSinceLast ?? []);
  expect(Math.max(...days)).toBeLessThan(731);
  expect(Math.min(...days)).toBeGreaterThanOrEqual(0);
});

test("a group whom no forecast knows is not said to bring nothing, and those won today are in no group before the night", async () => {
  const id = await insertShop();
  const at = (customer: number) => ({ id: customer, customer, at: "2026-06-30T10:00:00Z", subtotal: 1_000, refunded: 1_000 });
  await sellOrders(id, madeOrders({ customers: 150, days: 400, until: "2026-06-29" }));
  await rebuildValues(id);
  await fitValues(id, { now: NOW });
  expect((await rfmSegments(id, NOW)).segments.every(({ customers, expectedClv }) => customers === 0 || expectedClv !== null)).toBe(true);
  const before = await rfmSegments(id, NOW);
  // more new customers in a day than all before, who gave everything back: they are the whole of their group, and have no forecast
  await sellOrders(
    id,
    Array.from({ length: 1_000 }, (_, index) => at(1_000_000 + index)),
  );
  await rebuildValues(id);
  expect((await rfmSegments(id, NOW)).customers).toBe(before.customers);
  expect(await rfmOf(id, "1000000")).toBeNull();
  await fitValues(id, { now: NOW });
  expect(await rfmOf(id, "1000000")).toMatchObject({ recency: expect.any(Number), group: expect.any(String) });
  const { segments, customers } = await rfmSegments(id, NOW);
  expect(customers).toBe(before.customers + 1_000);
  const unknown = segments.filter(({ expectedClv, customers }) => customers > 0 && expectedClv === null);
  expect(unknown.length).toBeGreaterThan(0);
  expect(segments.every(({ expectedClv }) => expectedClv === null || expectedClv.net > 0)).toBe(true);
});

test("the distribution's bins and tenths hold every customer and all the money", async () => {
  for (const options of [{}, { base: "gross" }, { kind: "historic" }, { kind: "historic", base: "net" }] as const) {
    const spread = await clvDistribution(shopId, options);
    if (!spread) throw new Error("no distribution");
    for (const parts of [spread.bins, spread.tenths]) {
      expect(parts.reduce((sum, part) => sum + part.customers, 0)).toBe(spread.customers);
      expect(parts.reduce((sum, part) => sum + part.total, 0)).toBeCloseTo(spread.total, 3);
    }
    expect(spread.tenths.every((tenth, at) => at === 0 || tenth.mean <= (spread.tenths[at - 1]?.mean ?? 0))).toBe(true);
  }
  const overview = await valueOverview(shopId);
  expect((await clvDistribution(shopId, { base: "net" }))?.total).toBeCloseTo(overview.forecast?.clv.net.mean ?? 0, 3);
});

test("over time the last week is today: all customers, all they brought, and the forecast", async () => {
  const { weeks, fits } = await clvOverTime(shopId, { weeks: 30 });
  const overview = await valueOverview(shopId);
  expect(weeks).toHaveLength(30);
  const last = weeks.at(-1);
  expect(last?.day).toBe("2026-06-30");
  expect(last?.customers).toBe(overview.historicClv.customers);
  for (const base of ["profit", "net", "gross"] as const) {
    expect(last?.historicPerCustomer?.[base]).toBeCloseTo(overview.historicClv.perCustomer?.[base] ?? 0, 6);
    expect(last?.predictedPerCustomer?.[base]).toBeCloseTo(overview.forecast?.clvPerCustomer[base] ?? 0, 6);
  }
  expect(weeks.every((week, at) => at === 0 || week.customers >= (weeks[at - 1]?.customers ?? 0))).toBe(true);
  expect(weeks.every((week) => week.predictedPerCustomer !== null)).toBe(true);
  expect(fits).toHaveLength(1);
  const early = weeks[3];
  const known = counted().filter((sold) => sold.customer !== null && sold.at.slice(0, 10) <= (early?.day ?? ""));
  expect(early?.customers).toBe(new Set(known.map((sold) => sold.customer)).size);
  expect((early?.historicPerCustomer?.profit ?? 0) * (early?.customers ?? 0)).toBeCloseTo(amountsOf(known).profit, 3);
});

test("profit and loss makers: the sums are the store's, and each loss has its reason", async () => {
  const own = await insertShop();
  const sold = (id: number, more: Partial<Sold>): Sold => ({
    id,
    customer: id,
    at: "2026-05-01T10:00:00Z",
    subtotal: 10_000,
    cost: 4_000,
    ...more,
  });
  await sellOrders(own, [
    ...Array.from({ length: 40 }, (_, k) => sold(k + 1, {})),
    sold(101, { refunded: 10_000 }),
    sold(102, { subtotal: 2_000, discount: 8_000 }),
    sold(103, { cost: 12_000 }),
  ]);
  await rebuildValues(own);
  const { makers, losers, profitable, losing, byReason } = await profitMakersAndLosers(own);
  expect(makers).toHaveLength(10);
  expect(makers.every((row) => row.profit === 6_000 && row.reason === null)).toBe(true);
  expect(losers.map((row) => [row.customerId, row.profit, row.reason])).toEqual([
    ["101", -4_000, "returns"],
    ["102", -2_000, "discounts"],
    ["103", -2_000, "cost"],
  ]);
  expect(profitable).toEqual({ customers: 40, profit: 240_000 });
  expect(losing).toEqual({ customers: 3, profit: -8_000 });
  expect(byReason.reduce((sum, each) => sum + each.profit, 0)).toBe(-8_000);
});

test("what if one more of a hundred customers returned: what returned ones brought later", async () => {
  const own = await insertShop();
  const on = (id: number, customer: number, at: string, subtotal: number): Sold => ({
    id,
    customer,
    at: `${at}T10:00:00Z`,
    subtotal,
    cost: 0,
  });
  await sellOrders(own, [
    ...Array.from({ length: 98 }, (_, k) => on(k + 1, k + 1, "2026-01-10", 1_000)),
    on(201, 201, "2026-01-10", 1_000),
    on(202, 201, "2026-02-10", 3_000),
    on(203, 202, "2026-01-10", 1_000),
    on(204, 202, "2026-06-20", 5_000),
    on(205, 203, "2026-06-25", 9_000),
    // an order sent in two parcels is no return
    { ...on(206, 5, "2026-01-10", 1_000), at: "2026-01-10T10:05:00Z" },
  ]);
  await rebuildValues(own);
  const answer = await whatIf(own, { now: NOW });
  expect(answer).toMatchObject({
    customers: 100,
    returned: 2,
    returnRate: 0.02,
    laterPerReturned: { gross: 4_000 },
    extraReturning: 1,
    extra: { gross: 4_000 },
  });
  expect(answer?.extraShare.gross).toBeCloseTo(4_000 / 109_000, 12);
  expect(answer?.onePercent.aov.gross).toBe(1_180);
  expect((await whatIf(own, { now: NOW, points: -50 }))?.extraReturning).toBe(-2);
});

test("alerts tell what fell for sure, and nothing where nothing fell", async () => {
  const before = (await valueAlerts(shopId, NOW)).map((alert) => alert.kind);
  expect(before).not.toContain("aov_falling");
  const own = await fallingShop();
  await rebuildValues(own);
  const at = new Date("2026-06-30T20:00:00Z");
  const alerts = await valueAlerts(own, at);
  const retention = alerts.find((alert) => alert.kind === "retention_falling");
  expect(retention).toMatchObject({ play: "win_back", unit: "share" });
  expect(retention?.before).toBeGreaterThan(0.4);
  expect(retention?.now).toBeLessThan(0.1);
  expect(alerts.map((alert) => alert.kind)).toContain("new_customer_value_falling");
  expect(alerts.every((alert) => alert.pValue === null || alert.pValue <= 0.01)).toBe(true);
});

test("where orders begin in the middle, old customers first seen in the first 90 days are not taken for new ones who came back", async () => {
  const own = await fallingShop("2025-09-20");
  const kinds = async (at: string) => (await valueAlerts(own, new Date(at))).map((alert) => alert.kind);
  await rebuildValues(own);
  const cohortAlerts = ["retention_falling", "new_customer_value_falling"];
  expect(await kinds("2026-06-30T20:00:00Z")).toEqual(expect.arrayContaining(cohortAlerts));
  await pool().query("update shops set orders_from = '2025-09-20' where id = $1", [own]);
  const told = await kinds("2026-06-30T20:00:00Z");
  expect(told).toContain("aov_falling");
  for (const kind of cohortAlerts) expect(told).not.toContain(kind);
});

/** From half of 2025-07-06 to 2026-06-30 on new customers pay less and come back less. */
async function fallingShop(from = "2025-07-06"): Promise<number> {
  const own = await insertShop();
  const days = Array.from({ length: 360 }, (_, k) => k);
  await sellOrders(
    own,
    days.flatMap((day) =>
      [0, 1].flatMap((k): Sold[] => {
        const customer = day * 2 + k + 1;
        const at = new Date(Date.parse("2025-07-06T09:00:00Z") + day * 86_400_000);
        const late = day >= 180;
        const first: Sold = {
          id: customer,
          customer,
          at: at.toISOString(),
          subtotal: (late ? 4_000 : 6_000) + (customer % 7) * 100,
          cost: 1_000,
        };
        const back = new Date(at.getTime() + 30 * 86_400_000);
        const returns = late ? customer % 20 === 0 : customer % 2 === 0;
        const sold = returns && back < NOW ? [first, { ...first, id: customer + 10_000, at: back.toISOString() }] : [first];
        return sold.filter((each) => each.at >= from);
      }),
    ),
  );
  return own;
}

test("a second order on the day of the first is no return", async () => {
  const own = await insertShop();
  const start = Date.parse("2025-07-06T09:00:00Z");
  const won = Array.from({ length: 360 }, (_, day) => ({ customer: day + 1, at: start + day * 86_400_000, late: day >= 180 }));
  // before, four of five orders were sent in two parcels, which the shop has given up
  const parcels = won.flatMap(({ customer, at, late }): Sold[] => {
    const order = { id: customer, customer, at: new Date(at).toISOString(), subtotal: 4_000 };
    return late || customer % 5 === 0 ? [order] : [order, { ...order, id: customer + 10_000, at: new Date(at + 60_000).toISOString() }];
  });
  await sellOrders(own, parcels);
  await rebuildValues(own);
  const kinds = (await valueAlerts(own, new Date("2026-06-30T20:00:00Z"))).map((alert) => alert.kind);
  expect(kinds).not.toContain("retention_falling");
  expect((await whatIf(own, { now: NOW }))?.returned).toBe(0);
});

test("the export has every customer with the database's figures, and no cell a spreadsheet would run", async () => {
  let text = "";
  for await (const piece of valueCsv(shopId)) text += piece;
  const [header, ...lines] = text.trimEnd().split("\r\n");
  const columns = header?.split(",") ?? [];
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [columns[at] ?? "", cell])));
  const overview = await valueOverview(shopId);
  expect(rows).toHaveLength(overview.historicClv.customers);
  const cents = (column: string) => rows.reduce((sum, row) => sum + Math.round(Number(row[column] ?? 0) * 100), 0);
  expect(cents("gross_revenue")).toBe(overview.historicClv.total.gross);
  expect(cents("net_revenue")).toBe(overview.historicClv.total.net);
  expect(cents("profit")).toBe(overview.historicClv.total.profit);
  expect(Math.abs(cents("clv_12m_net") - (overview.forecast?.clv.net.mean ?? 0))).toBeLessThanOrEqual(rows.length / 2);
  expect(Math.abs(cents("clv_12m_gross") - (overview.forecast?.clv.gross.mean ?? 0))).toBeLessThanOrEqual(rows.length / 2);
  const forecasts = await customerForecasts(
    shopId,
    rows.map((row) => row.customer_id ?? ""),
  );
  for (const row of rows) {
    const forecast = forecasts.get(row.customer_id ?? "");
    expect(row.p_alive).toBe(forecast?.pAlive?.toFixed(4) ?? "");
    expect(row.p_order_12m).toBe(forecast?.pOrder.toFixed(4) ?? "");
    expect(row.as_of).toBe(forecast ? "2026-06-30" : "");
    expect([row.rfm_recency, row.rfm_frequency, row.rfm_money].every((score) => Number(score) >= 1 && Number(score) <= 5)).toBe(true);
    if (forecast) expect(Number(row.clv_12m_net_low)).toBeLessThanOrEqual(Number(row.clv_12m_net_high));
  }
  expect(lines.every((line) => line.split(",").every((cell) => !/^[=+@]|^-(?!\d)/.test(cell)))).toBe(true);
});

test("an order of today changes no forecast in the export before the night, so that its sum stays the headline", async () => {
  const own = await insertShop();
  await sellOrders(own, madeOrders({ customers: 60, days: 300, until: "2026-06-30", seed: 8 }));
  await rebuildValues(own);
  await fitValues(own, { now: NOW });
  const forecastCells = async () => {
    let text = "";
    for await (const piece of valueCsv(own)) text += piece;
    const [header = "", ...lines] = text.trimEnd().split("\r\n");
    const from = header.split(",").indexOf("rfm_recency");
    return lines.map((line) => line.split(",").slice(from).join(","));
  };
  const night = await forecastCells();
  await sellOrders(own, [{ id: 50_000, customer: 7, at: "2026-07-01T08:00:00Z", subtotal: 9_000 }]);
  await inShop(own, (db) => updateValues(db, { orderIds: ["50000"] }));
  expect(await forecastCells()).toEqual(night);
});

test("what may be spent to win a customer is its part of a new customer's expected profit", async () => {
  const cost = await allowedAcquisitionCost(shopId, { target: 0.25 });
  if (!cost) throw new Error("no forecast");
  expect(cost.profitClv).toBeCloseTo(cost.firstOrderProfit + (cost.later?.profit ?? Number.NaN), 9);
  expect(cost.allowed).toBeCloseTo(cost.profitClv / 4, 9);
  const firsts = new Map<number, Sold>();
  for (const sold of counted()) {
    const known = sold.customer === null ? undefined : firsts.get(sold.customer);
    if (sold.customer !== null && (!known || sold.at < known.at)) firsts.set(sold.customer, sold);
  }
  const year = [...firsts.values()].filter((sold) => sold.at.slice(0, 10) > "2025-06-30");
  expect(cost.newCustomers).toBe(year.length);
  expect(cost.firstOrderProfit).toBeCloseTo(amountsOf(year).profit / year.length, 6);
});

test("the card and the backtest tell what the fit rests on", async () => {
  const card = await modelCard(shopId, NOW);
  const overview = await valueOverview(shopId);
  expect(card).toMatchObject({ version: 1, converged: true, label: "model", customers: overview.forecast?.customers, newRepeatShare: 0 });
  expect(card?.leftOut).toEqual({
    guests: counted().filter((sold) => sold.customer === null).length,
    cancelledOrTest: orders.length - counted().length,
    worthNothing: counted().filter((sold) => sold.customer !== null && sold.subtotal <= (sold.refunded ?? 0)).length,
  });
  const report = await backtestReport(shopId);
  expect(report?.periods).toHaveLength(3);
  const last = report?.last;
  const came = counted().filter(
    (sold) =>
      sold.customer !== null &&
      sold.subtotal > (sold.refunded ?? 0) &&
      sold.at.slice(0, 10) >= (last?.from ?? "") &&
      sold.at.slice(0, 10) <= (last?.to ?? ""),
  );
  expect(last?.actualRevenue).toBeLessThanOrEqual(amountsOf(came).net);
  expect(last?.actualOrders).toBeGreaterThan(0);
  // a quarter of 91 days, both ends told
  for (const { from, to } of report?.periods ?? []) expect(dayNumber(to) - dayNumber(from) + 1).toBe(91);
});

test("a store of 40 customers, one with a single order, one with guests alone and one with nothing all read sensibly", async () => {
  const [small, single, guests, empty] = [await insertShop(), await insertShop(), await insertShop(), await insertShop()];
  await sellOrders(small, madeOrders({ customers: 40, days: 200, until: "2026-06-30", seed: 4 }));
  await sellOrders(single, [{ id: 1, customer: 1, at: "2026-06-30T10:00:00Z", subtotal: 500 }]);
  await sellOrders(guests, [{ id: 1, customer: null, at: "2026-06-30T10:00:00Z", subtotal: 500 }]);
  for (const id of [small, single, guests, empty]) {
    await rebuildValues(id);
    expect(await fitValues(id, { now: NOW })).toBe(id === small || id === single ? "fitted" : "no_orders");
    for (const [name, read] of Object.entries(reads(id))) {
      const numbers = numbersIn(await read());
      expect(
        numbers.filter((number) => !Number.isFinite(number)),
        name,
      ).toEqual([]);
    }
    let lines = 0;
    for await (const piece of valueCsv(id)) lines += piece.split("\r\n").length - 1;
    expect(lines).toBe((await valueOverview(id)).historicClv.customers + 1);
  }
  const overview = await valueOverview(small);
  expect(overview.forecast?.label).toBe("early");
  expect(overview.forecast?.warnings).toContain("early_estimate");
  expect(overview.forecast?.clv.net.high).toBeGreaterThan((overview.forecast?.clv.net.low ?? 0) * 1.5);
  const one = await customerForecast(single, "1");
  expect(one).toMatchObject({ label: "early", restsOn: { orderDays: 1, daysSinceLast: 0 } });
  // Nobody knows yet whether this customer has left, and no budget rests on how often others' customers come back.
  expect(one?.pAlive).toBeNull();
  expect(one?.pOrder).toBeGreaterThan(0.3);
  expect(one?.pOrder).toBeLessThan(0.6);
  const cost = await allowedAcquisitionCost(single, { target: 0.25 });
  expect(cost).toMatchObject({ label: "early", later: null });
  expect(cost?.allowed).toBe(cost?.allowedOnFirstOrder);
  expect(await valueOverview(guests)).toMatchObject({
    forecast: null,
    noForecast: "no_orders",
    period: { guestOrders: 1, customers: 0, aov: null, apf: null },
  });
  expect(await valueOverview(empty)).toMatchObject({
    forecast: null,
    noForecast: "no_orders",
    historicClv: { customers: 0, perCustomer: null },
  });
  expect((await cohorts(empty)).cohorts).toEqual([]);
  expect(await clvDistribution(empty)).toBeNull();
  expect(await whatIf(empty)).toBeNull();
  expect(await modelCard(empty)).toBeNull();
  expect(await customerForecast(empty, "1")).toBeNull();
});

test("one shop reads nothing of another", async () => {
  const other = await insertShop();
  expect((await rankedCustomers(other)).total).toBe(0);
  expect((await rfmSegments(other)).customers).toBe(0);
  expect(await customerForecast(other, "1")).toBeNull();
});
