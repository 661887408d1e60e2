import { expect, test } from "vitest";
import { markupOf, wordsOf as words } from "../../../tests/words-of.tsx";
import type { Amounts } from "../../value/amounts.ts";
import type { BacktestReport } from "../../value/backtest-report.ts";
import type { Cohort, CohortTable } from "../../value/cohort-table.ts";
import type { CustomerForecast } from "../../value/customer-forecast.ts";
import type { Decomposition } from "../../value/decompose-change.ts";
import type { PeriodFigures } from "../../value/period-figures.ts";
import type { StoreForecastFigures } from "../../value/store-forecast.ts";
import { CustomerForecastCard } from "../customer-forecast.tsx";
import { AcquisitionCard } from "./acquisition-card.tsx";
import { BacktestCard } from "./backtest-card.tsx";
import { CohortsCard } from "./cohorts-card.tsx";
import { ForecastCard } from "./forecast-card.tsx";
import { LeversChange } from "./levers-change.tsx";
import { WhatIfCard } from "./what-if-card.tsx";

const all = (amount: number): Amounts => ({ profit: amount, net: amount, gross: amount });
const estimate = (mean: number) => ({ mean, low: mean * 0.8, high: mean * 1.25 });

const forecast: StoreForecastFigures = {
  asOf: "2026-03-31",
  horizonDays: 365,
  discountRate: 0.1,
  customers: 400,
  orderAgain: 250,
  orders: estimate(300),
  clv: { profit: estimate(1_000_000), net: estimate(2_000_000), gross: estimate(2_100_000) },
  clvPerCustomer: { profit: 2_500, net: 5_000, gross: 5_250 },
  perNet: { profit: 0.5, net: 1, gross: 1.05 },
  label: "model",
  warnings: [],
  version: 3,
  fittedAt: "2026-04-01T00:00:00.000Z",
};

const period = (customers: number, orders: number, value: number): PeriodFigures => ({
  from: null,
  to: null,
  orders,
  guestOrders: 0,
  identifiedOrders: orders,
  customers,
  newCustomers: customers,
  total: all(value),
  identified: all(value),
  aov: all(value / orders),
  storeAov: all(value / orders),
  apf: orders / customers,
  customerValue: all(value / customers),
});

const decomposition: Decomposition = {
  base: "net",
  before: 100_000,
  after: 150_000,
  change: 50_000,
  customers: 60_000,
  apf: -10_000,
  aov: 0,
  guests: 0,
};

test("the forecast says what it expects with its interval, and an early one says so in plain words", () => {
  const text = words(<ForecastCard forecast={forecast} base="profit" />);
  expect(text).toContain("Your 400 customers are expected to bring $10,000.00 of profit.");
  expect(text).toContain("Four times out of five it will be between $8,000.00 and $12,500.00.");
  expect(text).not.toContain("Early estimate");
  const early = words(<ForecastCard forecast={{ ...forecast, label: "early", warnings: ["early_estimate"] }} base="net" />, "vi", "VND");
  expect(early).toContain("Ước tính sớm");
  expect(early).toContain("dưới 30 khách quay lại");
  expect(early).toContain("2.000.000 ₫ doanh thu sau hoàn tiền");
});

test("the change is told with its strongest lever, and the table has every part", () => {
  const comparison = { period: period(100, 200, 100_000), decomposition };
  const text = words(<LeversChange period={period(160, 260, 150_000)} comparison={comparison} base="net" begins={null} />);
  expect(text).toContain("Your revenue after refunds rose by $500.00. What moved it most: Customers (+$600.00).");
  expect(text).toContain("-$100.00");
  expect(text).not.toContain("Guest orders");
});

test("without a period to compare with it says what to choose", () => {
  const alone = (begins: string | null) => words(<LeversChange period={period(1, 1, 1)} comparison={null} base="net" begins={begins} />);
  expect(alone(null)).toContain("Choose a period");
  expect(alone("2026-03-01T00:00:00.000Z")).toContain("Your orders begin on Mar 1, 2026");
});

test("every chart has a name, a meaning and its figures as a table", () => {
  const comparison = { period: period(100, 200, 100_000), decomposition };
  const html = markupOf(<LeversChange period={period(160, 260, 150_000)} comparison={comparison} base="net" begins={null} />);
  const [, title, summary] = /<svg[^>]*role="img"[^>]*aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(html) ?? [];
  expect(html).toContain(`<title id="${title}">What changed, and why</title>`);
  expect(html).toContain(`<desc id="${summary}">`);
  expect(html).toContain("<table");
});

const cell = (age: number, active: number) => ({
  age,
  complete: age < 3,
  active,
  retention: active / 100,
  orders: active,
  value: all(active * 10),
  cumulativePerCustomer: all(age * 100),
  perActive: active > 0 ? all(10) : null,
});
const cohort: Cohort = { month: "2026-01", customers: 100, cutOff: true, cells: [cell(0, 100), cell(1, 20), cell(2, 12), cell(3, 4)] };
const table: CohortTable = {
  currency: "USD",
  cohorts: [cohort],
  older: null,
  after: null,
  curve: cohort.cells.filter(({ complete }) => complete).map((one) => ({ ...one, customers: 100 })),
};

test("a heat table's cells carry their figures, mark the running month, and say where the data cut in", () => {
  const text = words(<CohortsCard table={table} base="profit" />);
  expect(text).toMatch(/Jan 2026 \* 100 20% 12% 4%…/);
  expect(text).toContain("Your visible orders begin here");
});

test("customers who came before the months shown have one row, and those after them are not passed over in silence", () => {
  const older = { before: "2026-01", customers: 1_234, cutOff: false, cells: table.curve };
  const text = words(<CohortsCard table={{ ...table, older, after: { month: "2026-04", customers: 12 } }} base="profit" />);
  expect(text).toMatch(/Before Jan 2026 1,234 20% 12% Jan 2026 \* 100/);
  expect(text).toContain("The 1,234 customers who came before Jan 2026 share one row, with up to 3 months of each.");
  expect(text).toContain("12 customers who came after Apr 2026 are not in it");
  const alone = words(<CohortsCard table={{ ...table, cohorts: [], older }} base="profit" />, "vi");
  expect(alone).toMatch(/Trước thg 1 2026 1\.234 20% 12%/);
});

test("the allowed cost is the target's share of what a new customer brings", () => {
  const cost = {
    currency: "USD",
    target: 0.25,
    from: "2025-04-01",
    to: "2026-03-31",
    newCustomers: 12,
    firstOrderProfit: 1_000,
    later: { orders: 0.4, profit: 600 },
    profitClv: 1_600,
    allowed: 400,
    allowedOnFirstOrder: 250,
    label: "model" as const,
  };
  const text = words(<AcquisitionCard cost={cost} />);
  expect(text).toContain("Up to $4.00 a customer");
  expect(text).toContain("$2.50 if the first order alone");
  expect(text).toContain("From 12 customers won in the year up to the forecast: Apr 1, 2025 – Mar 31, 2026.");
  expect(words(<AcquisitionCard cost={{ ...cost, newCustomers: 0 }} />)).toContain(
    "No customer was won in the year up to the forecast (Apr 1, 2025 – Mar 31, 2026)",
  );
  const early = words(<AcquisitionCard cost={{ ...cost, later: null, profitClv: 1_000, allowed: 250, label: "early" }} />);
  expect(early).toContain("Up to $2.50 a customer");
  expect(early).toContain("Only the first order counts for now");
  expect(early).not.toContain("orders expected after it");
  expect(words(<AcquisitionCard cost={null} />)).toContain("Known as soon as the forecast has been made.");
});

test("more returning customers are computed from those who returned", () => {
  const whatIf = {
    currency: "USD",
    customers: 200,
    returned: 50,
    returnRate: 0.25,
    laterPerReturned: all(3_000),
    points: 1,
    extraReturning: 2,
    extra: all(6_000),
    extraShare: all(0.01),
    onePercent: { customers: all(500), apf: all(500), aov: all(500) },
  };
  const html = markupOf(<WhatIfCard whatIf={whatIf} base="net" />);
  expect(html).toContain('type="range"');
  const text = words(<WhatIfCard whatIf={whatIf} base="net" />);
  expect(text).toContain("$60.00 more revenue after refunds");
  expect(text).toContain("So far 50 of 200 customers came back (25%)");
});

const score = { ordersMae: 0.2, ordersRmse: 1, ordersBias: 0.1, crps: 0.3, aucBuy: 0.7, top10Spend: 0.5, coverage80: 0.9 };
const scores = { auto: score, bg: score, mbg: score, pareto: score, zero: { ...score, coverage80: null }, fiveStep: score, ownRate: score };
const last = {
  from: "2025-12-31",
  to: "2026-03-31",
  customers: 400,
  model: "bg" as const,
  predictedOrders: 90,
  actualOrders: 100,
  predictedRevenue: 90_000,
  actualRevenue: 100_000,
  scores,
  reliability: [{ customers: 40, forecast: 0.1, bought: 0.12 }],
};

test("the backtest says what was predicted and what it was, and why there is none", () => {
  const report: BacktestReport = {
    currency: "USD",
    version: 1,
    fittedAt: "2026-04-01T00:00:00.000Z",
    periods: [last],
    last,
    pastError: 0.1,
  };
  const text = words(<BacktestCard report={report} />);
  expect(text).toContain("Dec 31, 2025 – Mar 31, 2026: we predicted $900.00; it was $1,000.00.");
  expect(text).toContain("That was 10% too low.");
  expect(words(<BacktestCard report={{ ...report, periods: [], last: null }} />)).toContain("90 days, and 91 more");
});

const customer: CustomerForecast = {
  customerId: "7",
  currency: "USD",
  asOf: "2026-03-31",
  horizonDays: 365,
  label: "model",
  warnings: [],
  pAlive: 0.86,
  pOrder: 0.7,
  expectedOrders: 2.3,
  expectedSpend: 4_000,
  clv: { profit: 4_200, net: 8_400, gross: 8_800 },
  clvInterval: {
    profit: { median: 4_000, low: 0, high: 9_000 },
    net: { median: 8_000, low: 0, high: 18_000 },
    gross: { median: 8_500, low: 0, high: 19_000 },
  },
  orders: { median: 2, low: 0, high: 5 },
  pOrderWithin: { days30: 0.2, days90: 0.45 },
  nextOrderOn: "2026-06-12",
  late: false,
  steps: { orderValue: 4_000, ordersPerYear: 3.1, valuePerYear: 12_400, lifespanYears: 0.74, clv: 9_200 },
  restsOn: {
    orderDays: 4,
    firstDay: "2025-01-03",
    lastDay: "2026-02-01",
    daysSinceLast: 58,
    ownMean: 4_400,
    storeMean: 3_000,
    ownWeight: 0.7,
    model: "bg",
    version: 1,
    fittedAt: "2026-04-01T00:00:00.000Z",
  },
};

test("a customer's page tells worth, chance and next order in words, and what they rest on", () => {
  const rfm = { recency: 5, frequency: 4, money: 4, group: "loyal" as const };
  const shopify = { rfmGroup: "CHAMPIONS", predictedSpendTier: "HIGH" };
  const text = words(<CustomerForecastCard forecast={customer} rfm={rfm} shopify={shopify} base="profit" />);
  expect(text).toContain("$42.00 in the next 12 months");
  expect(text).toContain("Four times out of five it will be between $0.00 and $90.00.");
  expect(text).toContain("Likely 70% chance of an order in the next 12 months");
  expect(text).toContain("→ 70%. Chance that they have not left for good: 86%");
  expect(text).toContain("By Jun 12, 2026");
  expect(text).toContain("this customer's own mean of $44.00 counts for 70%, the store's mean of $30.00 for 30%");
  expect(text).toContain("Group in Shopify Champions");
  const once = words(
    <CustomerForecastCard forecast={{ ...customer, pAlive: null, pOrder: 0.04 }} rfm={null} shopify={null} base="profit" />,
  );
  expect(once).toContain("Hardly 4% chance of an order in the next 12 months");
  expect(once).not.toContain("left for good");
  const late = words(<CustomerForecastCard forecast={{ ...customer, late: true }} rfm={null} shopify={null} base="net" />, "vi");
  expect(late).toContain("Đã quá hạn");
});
