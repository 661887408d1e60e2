import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { markupOf, wordsIn as words } from "../../../tests/words-of.tsx";
import type { Locale } from "../../locales/locale.ts";
import type { Amounts } from "../../value/amounts.ts";
import type { CustomerForecast } from "../../value/customer-forecast.ts";
import type { PeriodFigures } from "../../value/period-figures.ts";
import type { ProfitMakers } from "../../value/profit-makers.ts";
import { RFM_GROUPS, type RfmSegments } from "../../value/rfm-segments.ts";
import type { ValueAlert } from "../../value/value-alert.ts";
import { CustomerForecastCard } from "../customer-forecast.tsx";
import { AlertsCard } from "./alerts-card.tsx";
import { FitContext } from "./fit-progress.tsx";
import { type FitStage, shownStage, watchFit, watchFrom } from "./fit-watch.ts";
import { LeversChange } from "./levers-change.tsx";
import { ProfitCard } from "./profit-card.tsx";
import { RfmCard } from "./rfm-card.tsx";
import { NotFittedYet } from "./value-empty.tsx";
import { ValueSelects } from "./value-selects.tsx";

interface Shown {
  locale?: Locale;
  stage?: FitStage;
}

const markup = (element: ReactNode, { locale = "en", stage = "idle" }: Shown = {}) =>
  markupOf(<FitContext.Provider value={{ stage, ask: () => {} }}>{element}</FitContext.Provider>, { locale, timezone: "UTC" });

const alert: ValueAlert = {
  kind: "retention_falling",
  play: "win_back",
  unit: "share",
  before: 0.3,
  now: 0.21,
  change: -0.3,
  beforePeriod: { from: "2025-10-03", to: "2025-12-31", count: 220 },
  nowPeriod: { from: "2026-01-01", to: "2026-03-31", count: 240 },
  pValue: 0.0004,
};

test("an alert says what fell, from when to when, how sure that is, and leads to what may help", () => {
  const html = markup(<AlertsCard alerts={[alert]} />);
  const text = words(html);
  expect(text).toContain("Fewer new customers come back");
  expect(text).toContain("30% (Oct 3, 2025 – Dec 31, 2025) became 21% (Jan 1, 2026 – Mar 31, 2026): -30%.");
  expect(text).toContain("in 0.1% of cases (240 customers or orders counted)");
  expect(html).toContain('href="/app/offers/new?stage=profit_maximizer&amp;audience=returning_customers"');
  const missed = { ...alert, kind: "forecast_missed" as const, play: "read_backtest" as const, unit: "money" as const, pValue: null };
  const other = markup(<AlertsCard alerts={[{ ...missed, before: 90_000, now: 60_000 }]} />);
  expect(words(other)).toContain("$900.00");
  expect(words(other)).not.toContain("of cases");
  expect(other).toContain('href="#backtest"');
  expect(markup(<AlertsCard alerts={[]} />)).not.toContain("Banner");
});

test("before the first forecast the page says so and has a button; while it is made the button waits and the page says that too", () => {
  const idle = markup(<NotFittedYet />);
  expect(words(idle)).toContain("The forecast has not been made yet");
  expect(idle).toMatch(/<button[^>]*>.*Compute the forecast now/s);
  expect(idle).not.toContain('aria-busy="true"');
  const working = markup(<NotFittedYet />, { stage: "working" });
  expect(working).toContain('aria-busy="true"');
  expect(words(working)).toContain("The forecast is being made.");
  expect(words(markup(<NotFittedYet />, { stage: "failed", locale: "vi" }))).toContain("Lần này chưa lập được dự báo.");
});

test("a forecast asked for is done when a newer one stands, and failed when it ended without one", () => {
  const told = (working: boolean, version: number | null) => ({ kind: "told", progress: { working, version } }) as const;
  const asked = watchFit(watchFrom({ working: false, version: 3 }), { kind: "asked" });
  expect(asked.stage).toBe("working");
  expect(watchFit(asked, told(true, 3))).toBe(asked);
  expect(watchFit(asked, told(false, 4))).toMatchObject({ stage: "done", version: 4 });
  expect(watchFit(asked, told(false, 3)).stage).toBe("failed");
  // The first one ever, and one that the clock began: it may leave the parameters as they are.
  expect(watchFit({ ...asked, version: null }, told(false, 1)).stage).toBe("done");
  const clock = watchFrom({ working: true, version: 3 });
  expect(clock.stage).toBe("working");
  expect(watchFit(clock, told(false, 3)).stage).toBe("done");
  expect(watchFit(watchFit(clock, told(false, 3)), told(true, 3)).stage).toBe("done");
  expect(watchFit(watchFit(asked, told(false, 4)), { kind: "asked" })).toMatchObject({ stage: "working", asked: true, version: 4 });
});

const all = (amount: number): Amounts => ({ profit: amount, net: amount, gross: amount });
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

test("a fall is told as one, by sign and arrow and in its own colour, also when it goes below zero", () => {
  const decomposition = {
    base: "profit",
    before: 20_000,
    after: -10_000,
    change: -30_000,
    customers: -36_000,
    apf: 6_000,
    aov: 0,
    guests: 0,
  } as const;
  const html = markup(
    <LeversChange
      period={period(60, 90, -10_000)}
      comparison={{ period: period(100, 120, 20_000), decomposition }}
      base="profit"
      begins={null}
    />,
  );
  const text = words(html);
  expect(text).toContain("Your profit fell by $300.00. What moved it most: Customers (-$360.00).");
  expect(text).toMatch(/▼ -\$360/);
  expect(text).toMatch(/▲ \+\$60/);
  const bars = [...html.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" rx="1" fill="(#\w+)"/g)].map(
    ([, y, height, fill]) => ({ top: Number(y), bottom: Number(y) + Number(height), fill }),
  );
  const [before, customers, apf, , now] = bars;
  expect(bars.map(({ fill }) => fill)).toEqual(["#4a4a4a", "#c4320a", "#0b7a4b", "#8a8a8a", "#4a4a4a"].slice(0, bars.length));
  // The fall begins where the total before it ended and reaches below the line that total stands on.
  expect(customers?.top).toBeCloseTo(before?.top ?? 0, 6);
  expect(customers?.bottom).toBeGreaterThan(before?.bottom ?? Infinity);
  expect(apf?.bottom).toBeCloseTo(customers?.bottom ?? 0, 6);
  expect((now ?? bars.at(-1))?.top).toBeCloseTo(before?.bottom ?? 0, 6);
});

const customer: CustomerForecast = {
  customerId: "7",
  currency: "USD",
  asOf: "2026-03-31",
  horizonDays: 365,
  label: "early",
  warnings: ["early_estimate"],
  pAlive: null,
  pOrder: 0.3,
  expectedOrders: 0.4,
  expectedSpend: 4_000,
  clv: all(1_600),
  clvInterval: {
    profit: { median: 0, low: 0, high: 4_000 },
    net: { median: 0, low: 0, high: 4_000 },
    gross: { median: 0, low: 0, high: 4_000 },
  },
  orders: { median: 0, low: 0, high: 1 },
  pOrderWithin: { days30: 0.05, days90: 0.1 },
  nextOrderOn: null,
  late: false,
  steps: null,
  restsOn: {
    orderDays: 1,
    firstDay: "2026-02-01",
    lastDay: "2026-02-01",
    daysSinceLast: 58,
    ownMean: 4_400,
    storeMean: 3_000,
    ownWeight: 0.4,
    model: "mbg",
    version: 1,
    fittedAt: "2026-04-01T00:00:00.000Z",
  },
};

test("a customer's figures from little experience carry the early label and say why", () => {
  const text = words(markup(<CustomerForecastCard forecast={customer} rfm={null} shopify={null} base="profit" />));
  expect(text).toContain("Early estimate");
  expect(text).toContain("fewer than 30");
  const model = { ...customer, label: "model" as const, warnings: [] };
  expect(words(markup(<CustomerForecastCard forecast={model} rfm={null} shopify={null} base="profit" />))).not.toContain("Early estimate");
});

test("the point of a forecast stands in its picture, also where nothing is by far the likeliest", () => {
  const nothing = { median: 0, low: 0, high: 0 };
  const rare = { ...customer, clv: all(1_200), clvInterval: { profit: nothing, net: nothing, gross: nothing } };
  const html = markup(<CustomerForecastCard forecast={rare} rfm={null} shopify={null} base="profit" />);
  const [, width] = /<svg[^>]*width="(\d+)"/.exec(html) ?? [];
  const [, at] = /<circle cx="([\d.]+)"/.exec(html) ?? [];
  expect(Number(at)).toBeGreaterThan(0);
  expect(Number(at)).toBeLessThanOrEqual(Number(width));
  expect(words(html)).toContain("Most likely nothing; on average $12.00.");
  expect(words(html)).not.toContain("between $0.00 and $0.00");
});

test("every figure drawn of the groups stands in their table", () => {
  const total = all(90_000);
  const none = { customers: 0, customerShare: 0, orders: 0, total: all(0), netShare: 0, meanDaysSinceLast: null, expectedClv: null };
  const rfm: RfmSegments = {
    currency: "USD",
    asOf: "2026-03-31",
    customers: 40,
    segments: RFM_GROUPS.map((group) =>
      group === "champions"
        ? { group, customers: 5, customerShare: 0.125, orders: 20, total, netShare: 0.732, meanDaysSinceLast: 9, expectedClv: null }
        : { group, ...none, ...(group === "dormant" ? { customers: 35, customerShare: 0.875, netShare: 0.268 } : {}) },
    ),
  };
  const table = words(/<table.*<\/table>/s.exec(markup(<RfmCard rfm={rfm} base="net" />))?.[0] ?? "");
  expect(table).toContain("Share of revenue");
  for (const share of ["12.5%", "73.2%", "87.5%", "26.8%"]) expect(table).toContain(share);
  expect(markup(<RfmCard rfm={rfm} base="net" />)).toContain('href="/app/customers?group=champions&amp;sort=priority"');
});

test("while figures load the controls say so and none of them is disabled, which would lose the keyboard's place", () => {
  const state = { period: "quarter", compare: "year_before", base: "profit" } as const;
  const loading = markup(<ValueSelects state={state} loading choose={() => {}} />);
  expect(loading).toContain('aria-busy="true"');
  expect(loading).not.toMatch(/<select[^>]*disabled/);
  expect([...loading.matchAll(/<option value="(\w+)" selected/g)].map(([, value]) => value)).toEqual(["quarter", "year_before", "profit"]);
});

test("a forecast is not called ready while the page still shows what was there before it", () => {
  expect(shownStage("done", { begun: false, going: false })).toBe("working");
  expect(shownStage("done", { begun: true, going: true })).toBe("working");
  expect(shownStage("done", { begun: true, going: false })).toBe("done");
  for (const stage of ["idle", "working", "failed"] as const) expect(shownStage(stage, { begun: true, going: true })).toBe(stage);
});

test("where customers stand by number, the reason is said once under the lists", () => {
  const row = (customerId: string, profit: number) => {
    const amounts = { gross: 1_000, discounts: 0, refunded: 0, cost: 0, fees: 0, profit };
    return { customerId, orders: 1, ...amounts, reason: null, reasonAmount: null };
  };
  const profit: ProfitMakers = {
    currency: "USD",
    makers: [row("1", 500), row("2", 400)],
    losers: [row("3", -100)],
    profitable: { customers: 2, profit: 900 },
    losing: { customers: 1, profit: -100 },
    onlyGiftCards: 0,
    byReason: [],
    assumedCostShare: 0,
  };
  const text = (names: Record<string, string>, namesMissing: "denied" | "unavailable" | null, locale: Locale = "en") =>
    words(markup(<ProfitCard profit={profit} names={names} namesMissing={namesMissing} />, { locale }));
  const denied = text({}, "denied");
  expect(denied.match(/does not share customer names/g)).toHaveLength(1);
  expect(denied).toContain("Customer 1");
  expect(text({}, "denied", "vi")).toContain("Cửa hàng không chia sẻ tên khách hàng");
  expect(text({}, "unavailable")).toContain("Shopify did not give us the names just now");
  const redacted = text({ "1": "Ada", "2": "Grace" }, null);
  expect(redacted).toContain("Customers shown by number have no name in Shopify, or their personal data were erased.");
  expect(redacted).toContain("Customer 3");
  expect(text({ "1": "Ada", "2": "Grace", "3": "Joan" }, null)).not.toContain("by number");
});

test("who makes profit and who costs it is told of as many as there are, and of buyers of gift cards why they are neither", () => {
  const profit: ProfitMakers = {
    currency: "USD",
    makers: [],
    losers: [],
    profitable: { customers: 1, profit: 900 },
    losing: { customers: 0, profit: 0 },
    onlyGiftCards: 23,
    byReason: [],
    assumedCostShare: 0,
  };
  const text = (change: Partial<ProfitMakers>, locale: Locale = "en") =>
    words(markup(<ProfitCard profit={{ ...profit, ...change }} names={{}} namesMissing={null} />, { locale }));
  expect(text({})).toContain(
    "1 customer brought $9.00 of profit. 23 customers have bought only gift cards so far, which is neither profit nor loss",
  );
  expect(text({})).not.toContain("0 customers");
  expect(text({ losing: { customers: 2, profit: -300 }, onlyGiftCards: 0 })).toContain("of profit. 2 customers cost $3.00.");
  expect(text({ onlyGiftCards: 0 })).not.toContain("gift cards");
  expect(text({}, "vi")).toContain("23 khách hàng đến nay chỉ mua thẻ quà tặng, không tính là lãi hay lỗ");
});

test("the whole change stands in the table like its parts", () => {
  const decomposition = { base: "profit", before: 1, after: 2, change: 1, customers: 1, apf: 0, aov: 0, guests: 0 } as const;
  const comparison = { period: period(1, 1, 1), decomposition };
  const html = markup(<LeversChange period={period(2, 2, 2)} comparison={comparison} base="profit" begins={null} />, { locale: "vi" });
  expect(words(/<table.*<\/table>/s.exec(html)?.[0] ?? "")).toContain(" Lợi nhuận ");
});
