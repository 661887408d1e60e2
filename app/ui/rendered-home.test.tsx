import { expect, test } from "vitest";
import { markupOf, wordsOf as words } from "../../tests/words-of.tsx";
import { sampleOffer } from "../funnel/offers/sample-offer.ts";
import type { Attention } from "./attention.ts";
import { AttentionAction } from "./attention-action.tsx";
import { AttentionCard } from "./attention-card.tsx";
import { FirstDays } from "./first-days.tsx";
import { OffersSummary } from "./offers-summary.tsx";
import { OfferRows } from "./offers-table.tsx";
import { SetupSection } from "./settings/setup-settings.tsx";
import { StorefrontCard } from "./storefront-card.tsx";

const THEME_EDITOR = "https://a.myshopify.com/admin/themes/current/editor";
const none = () => null;
const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => (url as string).replaceAll("&amp;", "&"));

test("nothing that needs attention: no card", () => {
  expect(markupOf(<AttentionCard items={[]} action={none} />)).not.toContain("Needs attention");
  expect(words(<AttentionCard items={[]} action={none} />, "vi").trim()).toBe("");
});

test("what needs attention is told with its reason, in both languages", () => {
  const items: Attention[] = [
    { kind: "offer", id: 1, name: "Cups", reason: "loss_budget_spent" },
    { kind: "silent", since: "2026-03-29T05:00:00.000Z" },
    { kind: "scopes", missing: ["read_customers", "write_discounts"] },
    { kind: "sync", reason: "bulk_timeout" },
    { kind: "events", count: 1_200 },
  ];
  const text = words(<AttentionCard items={items} action={none} />);
  for (const part of [
    "Needs attention",
    "“Cups” was stopped automatically The loss budget is spent",
    "No page is asking for your offers You have a live offer, and no page of your store has asked for it since Mar 29, 2026, 12:00 PM.",
    "Rights in Shopify are missing Not granted: Read customers, Manage discounts.",
    "The sync stopped before it was complete Shopify took too long",
    "1,200",
  ])
    expect(text).toContain(part);
  const vietnamese = words(<AttentionCard items={items} action={none} />, "vi");
  for (const part of [
    "Cần bạn xem",
    "“Cups” đã tự động dừng",
    "Không có trang nào lấy ưu đãi của bạn",
    "Thiếu quyền trong Shopify",
    "1.200",
  ])
    expect(vietnamese).toContain(part);
});

test("a live offer that no page ever asked for, and one right, read right", () => {
  const items: Attention[] = [
    { kind: "silent", since: null },
    { kind: "scopes", missing: ["write_discounts"] },
  ];
  const text = words(<AttentionCard items={items} action={none} />);
  expect(text).toContain("no page of your store has asked for it yet. Place the offer block");
  expect(text).toContain("A right in Shopify is missing Not granted: Manage discounts.");
});

test("what needs attention leads to where it can be put right", () => {
  const items: Attention[] = [
    { kind: "silent", since: null },
    { kind: "scopes", missing: ["write_discounts"] },
    { kind: "events", count: 2 },
  ];
  const links = linksOf(markupOf(<AttentionCard items={items} action={(item) => <AttentionAction item={item} />} />));
  expect(links).toEqual([
    `${THEME_EDITOR}?template=product&addAppBlockId=key%2Foffer&target=mainSection`,
    `${THEME_EDITOR}?template=cart&addAppBlockId=key%2Foffer&target=mainSection`,
    "/app/settings#data",
    "/app/settings#failed-events",
  ]);
});

test("Home says when a page last asked for an offer, and leads into the theme editor", () => {
  expect(words(<StorefrontCard lastAt="2026-03-29T05:00:00.000Z" />)).toContain(
    "A page last asked for an offer on Mar 29, 2026, 12:00 PM.",
  );
  expect(words(<StorefrontCard lastAt={null} />)).toContain("No page has asked for an offer yet.");
  expect(words(<StorefrontCard lastAt={null} />, "vi")).toContain("Chưa có trang nào lấy ưu đãi.");
  expect(linksOf(markupOf(<StorefrontCard lastAt={null} />)).map((url) => url.startsWith(THEME_EDITOR))).toEqual([true, true]);
});

test("Home without orders or offers leads to the first offer, once the orders are there", () => {
  expect(linksOf(markupOf(<FirstDays synced />))).toEqual(["/app/offers"]);
  expect(linksOf(markupOf(<FirstDays synced={false} />))).toEqual([]);
  expect(words(<FirstDays synced />, "vi")).toContain("Tạo ưu đãi");
  expect(words(<OffersSummary offers={[]} results={[]} proven={[]} />)).toContain(
    "No offers yet. A tripwire turns visitors into customers",
  );
  expect(words(<OffersSummary offers={[]} results={[]} proven={[]} />)).toContain("Create an offer");
});

test("the setup guide that was hidden has a way back in the settings, and none while it is shown", () => {
  expect(words(<SetupSection hidden />)).toContain("Setup guide The five steps to a first accepted offer.");
  expect(words(<SetupSection hidden />, "vi")).toContain("Hướng dẫn thiết lập");
  expect(words(<SetupSection hidden={false} />).trim()).toBe("");
});

const result = { impressions: 100, accepts: 50, orders: 50, revenue: 90_000, discount: 1_000, profit: 52_000 };
const offers = [
  sampleOffer({ id: 1, name: "Loser" }),
  sampleOffer({ id: 2, name: "Earner" }),
  sampleOffer({ id: 3, name: "Early" }),
  sampleOffer({ id: 4, name: "Stopped", status: "paused", pausedReason: "loss_budget_spent" }),
  sampleOffer({ id: 5, name: "Paused", status: "paused" }),
].map((offer) => ({ ...offer, standing: offer.status }));
const proven = [
  { offerId: 1, experimentId: 11, verdict: "loses" as const, total: { expected: -56_000, ci: [-90_000, -8_000] as const } },
  { offerId: 2, experimentId: 12, verdict: "earns" as const, total: { expected: 80_400, ci: [40_000, 120_000] as const } },
  { offerId: 3, experimentId: 13, verdict: null, total: null },
];
const table = <OfferRows offers={offers} results={offers.map(({ id }) => ({ offerId: id, ...result }))} proven={proven} />;

test("the list shows attributed profit beside the incremental one, and calls both as Results does", () => {
  const text = words(table);
  expect(text).toContain("Attributed profit");
  expect(text).toContain("Incremental profit");
  expect(text).toContain("-$560.00 Experiment $520.00 Report");
  expect(text).toContain("$804.00 Experiment $520.00 Report");
  expect(text).toContain("Not read yet Experiment $520.00 Report");
  expect(text).toContain("Not measured $520.00 Report");
  const vietnamese = words(table, "vi");
  expect(vietnamese).toContain("Lợi nhuận tăng thêm Lợi nhuận được ghi nhận");
  expect(vietnamese).toContain("Ưu đãi tăng lợi nhuận · Đơn hàng lớn hơn");
  expect(vietnamese).toContain("Chưa đo");
  expect(vietnamese).toContain("Chưa tính");
});

test("the list says under the badge why an offer stopped by itself, and nothing under one the merchant paused", () => {
  const text = words(table);
  expect(text).toMatch(/Stopped Profit maximizer · Larger orders .*?Paused The loss budget is spent, so the offer was stopped\./);
  expect(text.match(/was stopped/g)).toHaveLength(1);
  expect(words(table, "vi")).toContain("Ngân sách lỗ đã dùng hết");
});

test("each row leads to its report and its experiment", () => {
  const links = linksOf(markupOf(table));
  expect(links).toEqual([
    ...["/app/offers/1", "/app/experiments/11", "/app/offers/1/report?from=offers"],
    ...["/app/offers/2", "/app/experiments/12", "/app/offers/2/report?from=offers"],
    ...["/app/offers/3", "/app/experiments/13", "/app/offers/3/report?from=offers"],
    ...["/app/offers/4", "/app/offers/4/report?from=offers"],
    ...["/app/offers/5", "/app/offers/5/report?from=offers"],
  ]);
});

test("no offers of a kind: the list says so", () => {
  expect(words(<OfferRows offers={[]} results={[]} proven={[]} />)).toContain("No offers of this kind");
  expect(words(<OfferRows offers={[]} results={[]} proven={[]} />, "vi")).not.toContain("No offers");
});

test("what Home says of an offer's true profit leads to the experiment that says it", () => {
  const html = markupOf(<OffersSummary offers={offers} results={offers.map(({ id }) => ({ offerId: id, ...result }))} proven={proven} />);
  expect(linksOf(html)).toEqual(expect.arrayContaining(["/app/experiments/11", "/app/experiments/12", "/app/experiments/13"]));
});

test("an offer outside its days is called neither live on Home nor in the list", () => {
  const outside = (["scheduled", "ended"] as const).map((standing, at) => ({
    ...sampleOffer({ id: at + 1, name: `It ${standing}` }),
    standing,
  }));
  for (const element of [
    <OffersSummary key="home" offers={outside} results={[]} proven={[]} />,
    <OfferRows key="list" offers={outside} results={[]} proven={[]} />,
  ]) {
    const text = words(element);
    expect(text).toMatch(/It scheduled.*Scheduled.*It ended.*Ended/);
    expect(text).not.toContain("Live");
    expect(words(element, "vi")).toContain("Đã lên lịch");
  }
});
