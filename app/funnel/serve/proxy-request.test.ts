import { expect, test } from "vitest";
import { readOfferEvent, readOfferQuery } from "./proxy-request.ts";

const visitor = "0123456789abcdef0123456789abcdef";
const read = (text: string) => readOfferQuery(new URLSearchParams(text));

test("a query as the storefront writes it, with what Shopify adds", () => {
  const signed = "shop=a.myshopify.com&logged_in_customer_id=&path_prefix=%2Fapps%2Fcrescendo&timestamp=1&signature=x";
  expect(read(`placement=product&product=30&lines=301:2,311:1:7&visitor=${visitor}&locale=vi-VN&${signed}`)).toEqual({
    ok: true,
    value: {
      placement: "product",
      product: "30",
      lines: [
        { variantId: "301", quantity: 2, offerId: null },
        { variantId: "311", quantity: 1, offerId: 7 },
      ],
      visitor,
      kept: false,
      locale: "vi-VN",
    },
  });
  expect(read(`placement=cart&product=&lines=&visitor=${visitor}`)).toMatchObject({
    ok: true,
    value: { product: null, lines: [], locale: "en" },
  });
  expect(read(`placement=cart&visitor=${visitor}&kept=1`)).toMatchObject({ ok: true, value: { kept: true } });
  expect(read(`placement=cart&visitor=${visitor}&locale=no_such`)).toMatchObject({ ok: true, value: { locale: "en" } });
});

for (const text of [
  `visitor=${visitor}`,
  `placement=home&visitor=${visitor}`,
  "placement=cart",
  "placement=cart&visitor=ABC",
  `placement=cart&visitor=${visitor}&product=abc`,
  `placement=cart&visitor=${visitor}&lines=301`,
  `placement=cart&visitor=${visitor}&lines=301:0`,
  `placement=cart&visitor=${visitor}&lines=301:-1`,
  `placement=cart&visitor=${visitor}&lines=${Array.from({ length: 501 }, () => "1:1").join(",")}`,
  `placement=cart&placement=product&visitor=${visitor}`,
  `placement=cart&visitor=${visitor}&price=1`,
  `placement=cart&visitor=${visitor}&kept=yes`,
]) {
  test(`refused: ${text.slice(0, 70)}`, () => {
    expect(read(text)).toMatchObject({ ok: false });
  });
}

test("events are read strictly", () => {
  const decisionId = "9f1c2d3e-4b5a-4678-9abc-def012345678";
  expect(readOfferEvent(JSON.stringify({ decisionId, kind: "accept" }))).toEqual({ ok: true, value: { decisionId, kind: "accept" } });
  for (const body of [
    "",
    "[]",
    "null",
    JSON.stringify({ decisionId, kind: "order" }),
    JSON.stringify({ decisionId: "1", kind: "accept" }),
    JSON.stringify({ decisionId, kind: "accept", price: 1 }),
  ]) {
    expect(readOfferEvent(body).ok).toBe(false);
  }
});
