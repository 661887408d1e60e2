import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleOffer } from "../funnel/offers/sample-offer.ts";
import { ASKED_SCOPES } from "../shopify/asked-scopes.ts";
import { attentionOf, type ShopState } from "./attention.ts";

const well: ShopState = {
  offers: [sampleOffer({ id: 1 })],
  sync: { status: "done", error: null },
  failedEvents: 0,
  scopes: ASKED_SCOPES,
  lastDecisionAt: "2026-04-01T00:00:00.000Z",
  now: new Date("2026-04-01T12:00:00Z"),
};

test("a shop in which nothing went wrong needs no attention", () => {
  expect(attentionOf(well)).toEqual([]);
  expect(attentionOf({ ...well, offers: [], lastDecisionAt: null })).toEqual([]);
});

test("an offer that stopped by itself is told of with its reason, one the merchant paused is not", () => {
  const offers = [
    sampleOffer({ id: 1, name: "Cups", status: "paused", pausedReason: "loss_budget_spent" }),
    sampleOffer({ id: 2, status: "paused", pausedReason: null }),
    sampleOffer({ id: 3, name: "Tea", status: "ended", pausedReason: "total_limit_reached" }),
  ];
  expect(attentionOf({ ...well, offers })).toEqual([
    { kind: "offer", id: 1, name: "Cups", reason: "loss_budget_spent" },
    { kind: "offer", id: 3, name: "Tea", reason: "total_limit_reached" },
  ]);
});

test("the storefront is silent when no page asked for three days although an offer runs", () => {
  const since = "2026-03-29T11:59:59.000Z";
  expect(attentionOf({ ...well, lastDecisionAt: since })).toEqual([{ kind: "silent", since }]);
  expect(attentionOf({ ...well, lastDecisionAt: "2026-03-29T12:00:01.000Z" })).toEqual([]);
  expect(attentionOf({ ...well, lastDecisionAt: null })).toEqual([{ kind: "silent", since: null }]);
  const later = sampleOffer({ id: 1, status: "live", startsAt: "2026-05-01T00:00:00.000Z" });
  expect(attentionOf({ ...well, offers: [later], lastDecisionAt: since })).toEqual([]);
});

test("a right that was not granted needs attention, but not the one that Shopify itself withholds", () => {
  const scopes = ["read_orders", "read_customers", "read_products", "write_discounts"];
  expect(attentionOf({ ...well, scopes })).toEqual([{ kind: "scopes", missing: ["read_customer_merge"] }]);
});

test("a sync that stopped and updates that failed are told of", () => {
  expect(attentionOf({ ...well, sync: { status: "failed", error: "bulk_timeout" }, failedEvents: 3 })).toEqual([
    { kind: "sync", reason: "bulk_timeout" },
    { kind: "events", count: 3 },
  ]);
});

test("the rights explained to a merchant are those the app asks for", () => {
  const toml = readFileSync(join(import.meta.dirname, "../../shopify.app.toml"), "utf8");
  expect([...ASKED_SCOPES].sort()).toEqual(/^scopes = "(.*)"$/m.exec(toml)?.[1]?.split(","));
});
