import { beforeAll, expect, test } from "vitest";
import { madeOrders, type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { amountsOf, insertValueShop, NOW, type ValueShop } from "../../tests/value-shop.ts";
import { allowedAcquisitionCost } from "./allowed-acquisition-cost.server.ts";
import type { Amounts } from "./amounts.ts";
import { backtestReport } from "./backtest-report.server.ts";
import { clvDistribution } from "./clv-distribution.server.ts";
import { clvOverTime } from "./clv-over-time.server.ts";
import { cohorts } from "./cohorts.server.ts";
import { customerForecast } from "./customer-forecast.server.ts";
import { dayNumber } from "./day-text.ts";
import { fitValues } from "./fit-values.server.ts";
import { modelCard } from "./model-card.server.ts";
import { profitMakersAndLosers } from "./profit-makers.server.ts";
import { rankedCustomers } from "./ranked-customers.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { rfmSegments } from "./rfm-segments.server.ts";
import { valueAlerts } from "./value-alerts.server.ts";
import { valueCsv } from "./value-csv.server.ts";
import { valueOverview } from "./value-overview.server.ts";
import { whatIf } from "./what-if.server.ts";

ownDatabase();
let shopId: number;
let orders: ValueShop["orders"];
let counted: ValueShop["counted"];
const SPLIT = "2025-07-01T00:00:00.000Z";
const BEFORE = "2024-07-01T00:00:00.000Z";

beforeAll(async () => {
  ({ shopId, orders, counted } = await insertValueShop());
});

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
    const own = counted.filter((sold) => sold.at >= from && sold.at < to);
    const identified = own.filter((sold) => sold.customer !== null);
    const customers = new Set(identified.map((sold) => sold.customer));
    const firsts = new Map<number | null, string>();
    for (const sold of counted) if (sold.at < (firsts.get(sold.customer) ?? "9999")) firsts.set(sold.customer, sold.at);
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
  const all = amountsOf(counted.filter((sold) => sold.customer !== null));
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
  const identified = counted.filter((sold) => sold.customer !== null);
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
  const known = counted.filter((sold) => sold.customer !== null && sold.at.slice(0, 10) <= (early?.day ?? ""));
  expect(early?.customers).toBe(new Set(known.map((sold) => sold.customer)).size);
  expect((early?.historicPerCustomer?.profit ?? 0) * (early?.customers ?? 0)).toBeCloseTo(amountsOf(known).profit, 3);
});

test("what may be spent to win a customer is its part of a new customer's expected profit", async () => {
  const cost = await allowedAcquisitionCost(shopId, { target: 0.25 });
  if (!cost) throw new Error("no forecast");
  expect(cost.profitClv).toBeCloseTo(cost.firstOrderProfit + (cost.later?.profit ?? Number.NaN), 9);
  expect(cost.allowed).toBeCloseTo(cost.profitClv / 4, 9);
  const firsts = new Map<number, Sold>();
  for (const sold of counted) {
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
    guests: counted.filter((sold) => sold.customer === null).length,
    cancelledOrTest: orders.length - counted.length,
    worthNothing: counted.filter((sold) => sold.customer !== null && sold.subtotal <= (sold.refunded ?? 0)).length,
  });
  const report = await backtestReport(shopId);
  expect(report?.periods).toHaveLength(3);
  const last = report?.last;
  const came = counted.filter(
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
