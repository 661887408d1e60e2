import { expect, test } from "vitest";
import { markupOf, wordsOf } from "../../tests/words-of.tsx";
import type { ListedCustomer } from "../value/customers-page.ts";
import { CustomerFilters } from "./customer-filters.tsx";
import { parseCustomerList } from "./customer-list-state.ts";
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
