import fc from "fast-check";
import { expect, test } from "vitest";
import { signOfferToken } from "../shopify/offer-token.server.ts";
import type { ShopifyRecord } from "./map-order.ts";
import { offerReader } from "./offer-reader.server.ts";
import { StagedRows, type StagingTable } from "./staged-rows.ts";

process.env.DATABASE_URL ??= "postgresql://127.0.0.1/unused";
const domain = "staged-rows.myshopify.com";
const money = (amount: string): object => ({ shopMoney: { amount } });

function order(change: ShopifyRecord = {}): ShopifyRecord {
  return {
    id: "gid://shopify/Order/1",
    name: "#1001",
    createdAt: "2026-01-01T10:00:00Z",
    processedAt: "2026-01-01T10:00:00Z",
    updatedAt: "2026-01-01T11:00:00+01:00",
    cancelledAt: null,
    test: false,
    sourceName: "web",
    customer: { id: "gid://shopify/Customer/9007199254740993" },
    subtotalPriceSet: money("12.50"),
    totalDiscountsSet: money("0.0"),
    totalRefundedSet: money("0.00"),
    totalPriceSet: money("12.50"),
    refunds: [],
    customAttributes: [],
    ...change,
  };
}

function line(change: ShopifyRecord = {}): ShopifyRecord {
  return {
    id: "gid://shopify/LineItem/5",
    title: "Cup",
    quantity: 2,
    currentQuantity: 1,
    variant: { id: "gid://shopify/ProductVariant/3" },
    product: null,
    originalUnitPriceSet: money("6.75"),
    discountAllocations: [{ allocatedAmountSet: money("0.60") }, { allocatedAmountSet: money("0.40") }],
    isGiftCard: false,
    customAttributes: [],
    __parentId: "gid://shopify/Order/1",
    ...change,
  };
}

function read(records: (ShopifyRecord | string)[], currency = "GBP") {
  const staged = StagedRows.forCurrency("7", currency, offerReader(domain));
  for (const [at, record] of records.entries()) staged.addLine(typeof record === "string" ? record : JSON.stringify(record), at + 1);
  staged.seal();
  return {
    rows: (table: StagingTable) =>
      Buffer.concat(staged.text.get(table) ?? [])
        .toString()
        .split("\n")
        .filter(Boolean)
        .map((row) => row.split("\t")),
    reasons: staged.faults.map((fault) => fault.reason),
    unverified: staged.unverified,
  };
}

test("an order and its line become rows of exact amounts, ids beyond 2^53 and UTC times", () => {
  const { rows, reasons } = read([line(), order()]);
  expect(reasons).toEqual([]);
  expect(rows("orders")).toEqual([
    [
      "7",
      "1",
      "#1001",
      "9007199254740993",
      "2026-01-01T10:00:00.000Z",
      "2026-01-01T10:00:00.000Z",
      "2026-01-01T10:00:00.000Z",
      "\\N",
      "f",
      "web",
      "1250",
      "0",
      "0",
      "1250",
      "\\N",
    ],
  ]);
  expect(rows("lines")).toEqual([["7", "1", "5", "\\N", "3", "Cup", "2", "1", "675", "100", "f", "\\N", "\\N"]]);
});

test.each([
  ["JPY", "1200", "1200"],
  ["VND", "1000000.0", "1000000"],
  ["KWD", "1.234", "1234"],
  ["GBP", "0.1", "10"],
])("%s: %s is %s minor units", (currency, text, amount) => {
  expect(read([order({ subtotalPriceSet: money(text) })], currency).rows("orders")[0]?.[10]).toBe(amount);
});

test.each([
  ["no JSON", "{", "not JSON"],
  ["no object", "12", "not an object"],
  ["null", "null", "not an object"],
  ["a line without a parent", line({ __parentId: undefined }), "__parentId is not an id of Order"],
  ["an id beyond bigint", line({ id: "gid://shopify/LineItem/9999999999999999999" }), "id is of no kind that was asked for"],
  ["another kind", { id: "gid://shopify/Collect/1" }, "id is of no kind that was asked for"],
  ["an impossible month", order({ processedAt: "2026-13-01T00:00:00Z" }), "processedAt is not a moment"],
  ["a time without its zone", order({ createdAt: "2026-01-01T00:00:00" }), "createdAt is not a moment"],
  ["an amount that is none", order({ totalPriceSet: money("12,50") }), "totalPriceSet is not an amount"],
  ["an amount too large to be exact", order({ totalPriceSet: money("99999999999999999999") }), "totalPriceSet is not an amount"],
  ["no amount", order({ totalRefundedSet: null }), "totalRefundedSet is not an amount"],
  ["half a unit", line({ quantity: 0.5 }), "quantity is not a count"],
  ["negative units", line({ currentQuantity: -1 }), "currentQuantity is not a count"],
  ["attributes that are no list", order({ customAttributes: {} }), "customAttributes is not a list"],
  ["test that is neither", order({ test: "yes" }), "test is neither true nor false"],
])("%s is set aside with its reason", (_, record, reason) => {
  const { rows, reasons } = read([record]);
  expect(reasons).toEqual([reason]);
  expect([...rows("orders"), ...rows("lines")]).toEqual([]);
});

test("what is set aside holds ids and reasons, never what a shopper wrote", () => {
  const staged = StagedRows.forCurrency("7", "GBP", offerReader(domain));
  staged.addLine(
    JSON.stringify(line({ quantity: null, title: "For Ada", customAttributes: [{ key: "Engraving", value: "ada@example.com" }] })),
    12,
  );
  staged.addLine(`{"email":"ada@example.com"`, 13);
  expect(staged.faults).toEqual([
    { line: 12, id: "gid://shopify/LineItem/5", parentId: "gid://shopify/Order/1", reason: "quantity is not a count" },
    { line: 13, id: null, parentId: null, reason: "not JSON" },
  ]);
});

const promise = {
  offerId: 12,
  variantId: "3",
  discount: { kind: "percentage", value: 1500 },
  maxQuantity: 1,
  decisionId: "0d7c51d4-6f0f-4c39-9d4a-3a4ef1a0b7d1",
  timezone: "Asia/Ho_Chi_Minh",
} as const;

test("only an attribute that the app signed for this shop names a decision, however long ago it did", () => {
  for (const now of [new Date(), new Date("2024-02-29T12:00:00Z")]) {
    const value = signOfferToken(domain, { ...promise, now });
    const own = read([
      line({
        customAttributes: [
          { key: "Gift", value: "yes" },
          { key: "_crescendo", value },
        ],
      }),
    ]);
    expect(own.rows("lines")[0]?.slice(11)).toEqual(["12", promise.decisionId]);
    expect(own.unverified).toEqual([]);
    const forgeries = [
      "",
      null,
      `1.12.${promise.decisionId}`,
      value.replace(".12.", ".13."),
      value.replace("p1500", "p9000"),
      `${value.slice(0, -1)}${value.endsWith("A") ? "B" : "A"}`,
      signOfferToken("other.myshopify.com", { ...promise, now }),
    ];
    for (const forged of forgeries) {
      const { rows, reasons, unverified } = read([line({ customAttributes: [{ key: "_crescendo", value: forged }] })]);
      expect(rows("lines")[0]?.slice(11)).toEqual(["\\N", "\\N"]);
      expect(reasons).toEqual([]);
      expect(unverified).toEqual([{ id: "gid://shopify/LineItem/5", parentId: "gid://shopify/Order/1" }]);
    }
  }
});

test("an order's visitor is the cart attribute when it has the form of a visitor's hash, and nobody otherwise", () => {
  const visitor = `${"aZ09_-".repeat(7)}x`;
  const visitorOf = (customAttributes: unknown) => read([order({ customAttributes })]).rows("orders")[0]?.[14];
  expect(
    visitorOf([
      { key: "gift", value: "yes" },
      { key: "_crescendo_visitor", value: visitor },
    ]),
  ).toBe(visitor);
  for (const value of [visitor.slice(1), `${visitor}x`, `${visitor}\n`, `${visitor.slice(1)}\t`, "ada@example.com", null, 5, { visitor }])
    expect(visitorOf([{ key: "_crescendo_visitor", value }])).toBe("\\N");
  expect(visitorOf([{ key: "visitor", value: visitor }])).toBe("\\N");
  expect(visitorOf(undefined)).toBe("\\N");
  // the customer was deleted: what Shopify still has must not come back
  const forgotten = order({ customer: null, customAttributes: [{ key: "_crescendo_visitor", value: visitor }] });
  expect(read([forgotten]).rows("orders")[0]?.[14]).toBe("\\N");
});

test("any title stays within its column", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (title) => {
      const { rows } = read([line({ title })]);
      expect(rows("lines")).toHaveLength(1);
      expect(rows("lines")[0]).toHaveLength(13);
    }),
  );
});

test("an order read alone is taken whole or not at all", () => {
  const staged = StagedRows.forCurrency("7", "GBP", offerReader(domain));
  staged.addOrder(order(), [line(), line({ id: "gid://shopify/LineItem/6", quantity: "two" })]);
  expect(staged.seal().text.size).toBe(0);
  expect(staged.faults).toHaveLength(1);
});

test("a file may begin with a byte order mark", () => {
  expect(read([`\uFEFF${JSON.stringify(order())}`]).reasons).toEqual([]);
});
