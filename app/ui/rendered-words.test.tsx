import { expect, test } from "vitest";
import { markupOf, wordsOf as words } from "../../tests/words-of.tsx";
import { sampleOffer } from "../funnel/offers/sample-offer.ts";
import type { StoreValue } from "../value/store-value.ts";
import { MarginBox } from "./offer-editor/margin-box.tsx";
import { OfferNoticeBanner } from "./offer-editor/offer-actions.tsx";
import { previewDocument } from "./offer-editor/preview-document.ts";
import { OffersSummary } from "./offers-summary.tsx";
import { RevenueChart } from "./revenue-chart.tsx";
import { ValueFigures } from "./value-figures.tsx";

const value: StoreValue = {
  currency: "VND",
  from: null,
  to: null,
  orders: 100,
  lines: 150,
  customers: 50,
  identifiedOrders: 80,
  grossRevenue: 100_000_000,
  giftCards: 0,
  refunds: 0,
  aov: 1_000_000,
  netAov: 1_000_000,
  apf: 1.6,
  customerValue: 1_600_000,
  identifiedRevenue: 80_000_000,
  identifiedGiftCards: 0,
  meanLifespanDays: 365.2425,
  repeatCustomers: 20,
  fiveSteps: { clv: 1_600_000, customerValue: 1_600_000, lifespanDays: 365.2425, span: null },
  historicClvProfit: 700_000,
  historicClvRevenue: 1_600_000,
  assumedCostShare: 0.25,
};

test("a figure shows its formula with the store's own inputs", () => {
  expect(words(<ValueFigures value={value} base="profit" />, "en", "VND")).toContain("₫100,000,000 ÷ 100 orders = ₫1,000,000");
  const vietnamese = words(<ValueFigures value={value} base="profit" />, "vi", "VND");
  expect(vietnamese).toContain("100.000.000 ₫ ÷ 100 đơn = 1.000.000 ₫");
  expect(vietnamese).toContain("1.600.000 ₫ × 1 năm = 1.600.000 ₫");
  expect(vietnamese).toContain("25% giá vốn là ước tính");
});

test("historic CLV is told on the shop's own base, with the other one beside it", () => {
  const profit = words(<ValueFigures value={{ ...value, assumedCostShare: 0 }} base="profit" />, "en", "VND");
  expect(profit).toContain("Historic CLV (profit)");
  expect(profit).toContain("as revenue");
  const revenue = words(<ValueFigures value={value} base="revenue" />, "en", "VND");
  expect(revenue).toContain("Historic CLV (revenue)");
  expect(revenue).toContain("as profit");
  expect(revenue).not.toContain("Historic CLV (profit)");
});

test("a period too short for a lifetime says so instead of showing a figure", () => {
  const short = { ...value.fiveSteps, clv: null, customerValue: null };
  expect(words(<ValueFigures value={{ ...value, fiveSteps: short }} base="profit" />, "en", "VND")).toContain("Not enough time yet");
});

test("after a long pause the lifetime value names the days whose orders count, with a figure or without", () => {
  const span = { from: "2026-06-28T12:00:00Z", to: "2026-10-30T12:00:00Z" };
  const since = words(<ValueFigures value={{ ...value, fiveSteps: { ...value.fiveSteps, span } }} base="profit" />, "en", "VND");
  expect(since).toContain("Only the orders of Jun 28, 2026 – Oct 30, 2026 count here, as your store had none for more than a year.");
  const short = { clv: null, customerValue: null, lifespanDays: 0, span };
  const text = words(<ValueFigures value={{ ...value, fiveSteps: short }} base="profit" />, "vi", "VND");
  expect(text).toContain("Cửa hàng đã không có đơn nào trong hơn một năm, nên chỉ các đơn 28 thg 6, 2026 – 30 thg 10, 2026 được tính");
});

const box = {
  id: "1",
  title: "Box",
  imageUrl: null,
  isGiftCard: false,
  variants: [{ id: "2", title: "", price: 1_490, unitCost: 820, availableForSale: true }],
};
const rules = { assumedCostBp: 5_500, paymentFeeBp: 0, marginFloorBp: 1_000 };
const half = { kind: "percentage", value: 5_000 } as const;

test("a sale below cost says what it loses and how far the budget goes", () => {
  const tripwire = (lossBudget: number, maxQuantity = 1) => (
    <MarginBox
      stage="tripwire"
      products={[box]}
      discount={half}
      lossBudget={lossBudget}
      maxQuantity={maxQuantity}
      rules={rules}
      ownFloorBp={null}
    />
  );
  const text = words(tripwire(20_000), "en", "USD");
  expect(text).toContain("Loss per sale -$0.75 (-10.1%)");
  expect(text).toContain("With a loss budget of $200.00 the offer stops by itself after about 266 sales.");
  const short = words(tripwire(50), "en", "USD");
  expect(short).toContain("One sale loses $0.75, more than the whole loss budget of $0.50.");

  // the budget must be enough for one order, as it must to be saved
  expect(words(tripwire(20_000, 5), "en", "USD")).toContain(
    "an order may have 5 items at this price and then loses $3.75. With a loss budget of $200.00 the offer stops by itself after about 53 such orders.",
  );
  expect(words(tripwire(374, 5), "en", "USD")).toContain(
    "Each item loses $0.75, so one order of 5 items, the most it may have at this price, loses $3.75: more than the whole loss budget of $3.74.",
  );
  expect(words(tripwire(375, 5), "en", "USD")).toContain("stops by itself after 1 such order.");
  expect(words(tripwire(375, 5), "vi", "USD")).toContain("sẽ tự dừng sau khoảng 1 đơn như vậy");
  expect(words(tripwire(374, 5), "vi", "USD")).toContain("một đơn có 5 sản phẩm, số tối đa được hưởng giá này");
});

test("a cost that is assumed is named so, and the lowest margin as whose it is", () => {
  const unknown = { ...box, variants: box.variants.map((variant) => ({ ...variant, unitCost: null })) };
  const at = (ownFloorBp: number | null) => (
    <MarginBox
      stage="profit_maximizer"
      products={[unknown]}
      discount={half}
      lossBudget={null}
      maxQuantity={1}
      rules={rules}
      ownFloorBp={ownFloorBp}
    />
  );
  const text = words(at(null), "en", "USD");
  expect(text).toContain("Cost (assumed)");
  expect(text).toContain("lowest margin in your settings (10%)");
  const own = words(at(5_000), "en", "USD");
  expect(own).toContain("lowest margin of this offer (50%)");
  expect(own).not.toContain("in your settings");
  expect(words(at(5_000), "vi", "USD")).toContain("mức tối thiểu riêng của ưu đãi này (50%)");
});

test("a refusal to publish is explained, with Shopify's own words, and an unknown code stays visible", () => {
  const refused = (reason: string) =>
    words(<OfferNoticeBanner notice={{ kind: "refused", reason, message: "Title is taken" }} />, "en", "USD");
  expect(refused("shopify_refused")).toContain("Shopify did not accept the discount. Shopify's own words: Title is taken");
  expect(refused("never_heard_of")).toContain("(reason: never_heard_of)");
});

test("the chart's figures are there as a table too", () => {
  const rows = [{ month: "2026-01", orders: 3, newRevenue: 1_000, returningRevenue: 2_500, guestRevenue: 0 }];
  const text = words(<RevenueChart rows={rows} />, "en", "USD");
  expect(text).toContain("$25.00");
  expect(text).toContain("before refunds, Jan 2026. The same figures");
  expect(text).not.toContain("Guests");
});

test("no month's name leaves the chart or runs into the next", () => {
  const rows = Array.from({ length: 25 }, (_, month) => ({
    month: `${2024 + Math.floor((month + 10) / 12)}-${String(((month + 10) % 12) + 1).padStart(2, "0")}`,
    orders: 1,
    newRevenue: 1_000,
    returningRevenue: 0,
    guestRevenue: 0,
  }));
  for (const shown of [rows.slice(0, 12), rows]) {
    const html = markupOf(<RevenueChart rows={shown} />, { locale: "vi" });
    const labels = [...html.matchAll(/<text x="([\d.]+)" y="232" text-anchor="(middle|end)">([^<]+)/g)].map(([, x, anchor, text]) => {
      const width = (text as string).length * 6;
      const right = Number(x) + (anchor === "end" ? 0 : width / 2);
      return { left: right - width, right };
    });
    expect(labels.length).toBeGreaterThan(4);
    for (const [at, { right }] of labels.entries()) expect(right).toBeLessThanOrEqual(labels[at + 1]?.left ?? 760);
  }
});

test("a single order's lifetime value is not left to look like all a customer brings", () => {
  const text = words(<ValueFigures value={value} base="profit" />, "en", "VND");
  expect(text).toContain("Over the average lifespan seen in the period, so a lower bound.");
  expect(text).toContain("a customer with one order counts as 0 days");
});

test("Home never shows an offer's attributed profit alone: beside it stands what its holdout says", () => {
  const offers = [1, 2, 3, 4].map((id) => ({ ...sampleOffer({ id, name: `Offer ${id}` }), standing: "live" as const }));
  const results = offers.map(({ id }) => ({
    offerId: id,
    impressions: 100,
    accepts: 50,
    orders: 50,
    revenue: 0,
    discount: 0,
    profit: 50_560,
  }));
  const proven = [
    { offerId: 1, experimentId: 11, verdict: "loses" as const, total: { expected: -56_028, ci: [-103_405, -8_650] as const } },
    { offerId: 2, experimentId: 12, verdict: "earns" as const, total: { expected: 80_392, ci: [40_081, 120_702] as const } },
    { offerId: 3, experimentId: 13, verdict: "undecided" as const, total: { expected: 1, ci: [-5, 7] as const } },
  ];
  const text = words(<OffersSummary offers={offers} results={results} proven={proven} />, "en", "USD");
  expect(text).toContain(
    "Offer 1 Success Live Shown 100 · accepted 50 · attributed profit $505.60 Its incremental profit is a loss of about $560.28",
  );
  expect(text).toContain("Its incremental profit is about $803.92, by its experiment.");
  expect(text.match(/incremental profit is not known yet/g)).toHaveLength(1);
});

test("a merchant's words cannot become markup in the preview", () => {
  const page = previewDocument(
    {
      language: "en",
      headline: '<img src=x onerror="alert(1)">',
      body: "a & b",
      productTitle: "</style><script>",
      imageUrl: 'https://cdn/"onload="x',
      before: null,
      now: "$1",
      words: { label: "Offer", before: "", now: "", accept: "Add", decline: "No" },
    },
    "",
  );
  expect(page).not.toContain("<script>");
  expect(page).not.toContain("<img src=x");
  expect(page).toContain("&quot;onload=&quot;x");
  expect(page).toContain("a &amp; b");
});
