import { expect, test } from "vitest";
import { markupOf, wordsOf } from "../../tests/words-of.tsx";
import type { CustomerForecast } from "../value/customer-forecast.ts";
import type { CustomerOrder } from "../value/customer-order.ts";
import type { ListedCustomer } from "../value/customers-page.ts";
import { CustomerFigures } from "./customer-figures.tsx";
import { CustomerFilters } from "./customer-filters.tsx";
import { CustomerForecastCard } from "./customer-forecast.tsx";
import { parseCustomerList } from "./customer-list-state.ts";
import { CustomerNoForecastCard } from "./customer-no-forecast.tsx";
import { CustomerOrders } from "./customer-orders.tsx";
import { CustomersTable } from "./customers-table.tsx";

const go = () => {};
const state = (query: string) => parseCustomerList(new URLSearchParams(query));
const lost: ListedCustomer = {
  customerId: "7",
  orders: 3,
  aov: 4_000,
  revenue: 12_000,
  refunded: 0,
  discounts: 0,
  cost: 4_000,
  fees: 500,
  profit: 7_500,
  assumedCost: 0,
  firstOrderAt: "2025-01-03T09:00:00.000Z",
  lastOrderAt: "2025-11-03T09:00:00.000Z",
  forecast: {
    customerId: "7",
    pAlive: 0.4,
    pOrder: 0.31,
    expectedOrders: 0.5,
    expectedSpend: 4_000,
    clv: { gross: 2_100, net: 2_000, profit: 1_250 },
  },
};
const list = (query: string, rows: readonly ListedCustomer[], total = rows.length, more = false) => (
  <CustomersTable rows={rows} total={total} more={more} base="profit" names={{}} state={state(query)} go={go} />
);

test("each customer stands with what is expected of them; without a forecast nothing is made up", () => {
  const text = wordsOf(list("group=at_risk&sort=priority", [lost, { ...lost, customerId: "8", forecast: null }]));
  expect(text).toContain("CLV, 12 months");
  expect(text).toContain("Customer 7 $75.00 $120.00 3 $40.00 Nov 3, 2025 $12.50 31%");
  expect(text).toContain("Customer 8 $75.00 $120.00 3 $40.00 Nov 3, 2025 – –");
});

test("of more customers than were counted it is said that there are more", () => {
  expect(wordsOf(list("", [lost], 10_000, true))).toContain("1–1 of more than 10,000");
  expect(wordsOf(list("", [lost]))).toContain("1–1 of 1");
});

test("a group says what to do with it and leads to an offer for those who bought before, unless nothing should be given away", () => {
  const atRisk = <CustomerFilters state={state("group=at_risk&sort=priority")} go={go} />;
  expect(wordsOf(atRisk)).toContain("Win them back now; they were worth much. Create an offer for returning customers");
  expect(markupOf(atRisk)).toContain('href="/app/offers/new?stage=profit_maximizer&amp;audience=returning_customers"');
  expect(markupOf(atRisk)).toMatch(/<option value="priority" selected/);
  expect(wordsOf(<CustomerFilters state={state("group=dormant")} go={go} />)).not.toContain("Create an offer");
  expect(wordsOf(<CustomerFilters state={state("")} go={go} />)).not.toContain("Create an offer");
  expect(wordsOf(atRisk, "vi")).toContain("Kéo họ trở lại ngay");
});

const all = { median: 0, low: 0, high: 0 };
const silent: CustomerForecast = {
  customerId: "7",
  currency: "USD",
  asOf: "2026-03-31",
  horizonDays: 365,
  label: "model",
  warnings: [],
  pAlive: null,
  pOrder: 0.004,
  expectedOrders: 0.01,
  expectedSpend: 4_966,
  clv: { profit: 20, net: 43, gross: 44 },
  clvInterval: { profit: all, net: all, gross: all },
  orders: all,
  pOrderWithin: { days30: 0.002, days90: 0.003 },
  nextOrderOn: "2026-04-20",
  late: true,
  steps: { orderValue: 4_966, ordersPerYear: 20.38, valuePerYear: 101_207, lifespanYears: 0.000424, clv: 43 },
  restsOn: {
    orderDays: 4,
    firstDay: "2025-01-03",
    lastDay: "2025-03-01",
    daysSinceLast: 395,
    ownMean: 4_400,
    storeMean: 3_000,
    ownWeight: 0.7,
    model: "bg",
    version: 1,
    fittedAt: "2026-04-01T00:00:00.000Z",
  },
};
const expected = (change: Partial<CustomerForecast> = {}) => (
  <CustomerForecastCard forecast={{ ...silent, ...change }} rfm={null} shopify={null} base="profit" />
);

test("who will hardly order again is not called overdue, and nobody is told to reach out to them", () => {
  const text = wordsOf(expected());
  expect(text).toContain(
    "Next order None in sight By this customer's rhythm an order should have come long ago: they have most likely left.",
  );
  expect(text).not.toMatch(/Overdue|reach out/);
  expect(wordsOf(expected(), "vi")).toContain(
    "Chưa thấy Theo nhịp của khách hàng này, lẽ ra đã có đơn từ lâu: nhiều khả năng họ đã rời đi.",
  );
  expect(wordsOf(expected({ pOrder: 0.4 }))).toContain(
    "Overdue By this customer's rhythm an order should have come by now. A good moment to reach out.",
  );
  const unknown = wordsOf(expected({ late: false, nextOrderOn: null }));
  expect(unknown).toContain("None in sight");
  expect(unknown).not.toContain("by then");
});

test("the five steps of a customer can be multiplied, however short the time", () => {
  expect(wordsOf(expected())).toContain("$49.66 × 20.38 × 0.000424 = $0.43");
});

test("without a forecast it is said why: no forecast of the store, gift cards alone, or nothing of worth", () => {
  const card = (gross: number, net: number, giftCards: number) => (
    <CustomerNoForecastCard bought={{ gross, net }} giftCards={giftCards} rfm={null} shopify={null} />
  );
  expect(wordsOf(card(900, 900, 0))).toContain("it comes with the first forecast of the store");
  expect(wordsOf(card(900, 0, 0))).toContain("after discounts and refunds none of their orders is worth anything");
  expect(wordsOf(card(0, 0, 0))).not.toContain("Value page");
  expect(wordsOf(card(0, 0, 5_000))).toContain("so far they have bought only gift cards, for $50.00");
  expect(wordsOf(card(0, 0, 5_000), "vi")).toContain("đến nay họ chỉ mua thẻ quà tặng, tổng cộng");
});

test("gift cards are named where the figures leave them out, and one order is one", () => {
  const { forecast: _, ...value } = { ...lost, orders: 1, revenue: 0, aov: 0, cost: 0, fees: 0, profit: 0 };
  const figures = wordsOf(<CustomerFigures value={value} giftCards={5_000} base="profit" />);
  expect(figures).toContain("The $50.00 paid for gift cards is in none of these figures");
  expect(figures).toContain("$0.00 ÷ 1 order = $0.00");
  expect(wordsOf(<CustomerFigures value={value} giftCards={5_000} base="profit" />, "vi")).toContain(
    "mua thẻ quà tặng không nằm trong các chỉ số này",
  );
  expect(wordsOf(<CustomerFigures value={value} giftCards={0} base="profit" />)).not.toContain("gift card");
});

test("an order says which part of it is gift cards, and a long list that it is not all", () => {
  const order: CustomerOrder = {
    id: "1",
    name: "#1001",
    processedAt: "2026-03-01T09:00:00.000Z",
    cancelledAt: null,
    test: false,
    counted: true,
    lines: 1,
    revenue: 0,
    giftCards: 5_000,
    discounts: 0,
    refunded: 0,
    cost: 0,
    assumedCost: 0,
    fees: 0,
    profit: 0,
  };
  const table = (total: number) => (
    <CustomerOrders orders={{ orders: [order, { ...order, id: "2", giftCards: 0 }], total, giftCards: 5_000 }} />
  );
  expect(wordsOf(table(2)).match(/Gift cards \$50\.00/g)).toHaveLength(1);
  expect(wordsOf(table(2))).not.toContain("latest");
  expect(wordsOf(table(312))).toContain("These are the latest 2 of 312 orders. The figures above count them all.");
  expect(wordsOf(table(312), "vi")).toContain("Đây là 2 đơn gần nhất trong 312 đơn.");
});
