import { expect, test } from "vitest";
import type { Offer } from "../offers/offer.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { namedNumbers } from "./named-numbers.ts";
import { wordsFinding, wordsThatDiffer } from "./words-differ.ts";

const differ = (body: string, offer: Partial<Offer> = {}, currency = "GBP", prices: readonly number[] = []) =>
  wordsThatDiffer(sampleOffer({ body, ...offer }), currency, prices);
const percent = (value: number) => ({ kind: "percentage", value }) as const;
const amount = (value: number) => ({ kind: "amount", value }) as const;

test("a percentage that is not the discount is found, however it is written", () => {
  for (const words of ["35% less", "35 % less", "35\u00a0% less", "35 percent less", "Giảm 35%", "Giảm 35 phần trăm"]) {
    expect(differ(words, { discount: percent(1_000) }), words).toHaveLength(1);
    expect(differ(words, { discount: percent(3_500) }), words).toEqual([]);
  }
  for (const words of ["12.5% less", "Giảm 12,5 %"]) {
    expect(differ(words, { discount: percent(1_250) }), words).toEqual([]);
    expect(differ(words, { discount: percent(1_200) }), words).toHaveLength(1);
  }
  expect(differ("", { headline: "Now 35% off" })).toEqual(["35%"]);
  expect(differ("35% less and 35% off")).toEqual(["35%"]);
});

test("a percentage must be right at every depth that the engine may give", () => {
  expect(differ("10% less", { depthsBp: [0, 500, 1_000] })).toEqual(["10%"]);
  expect(differ("Up to 10% less", { depthsBp: [0, 500, 1_000] })).toEqual([]);
  expect(differ("Giảm đến 10%", { depthsBp: [0, 500, 1_000] })).toEqual([]);
  expect(differ("Up to 20% less", { depthsBp: [0, 500, 1_000] })).toEqual(["20%"]);
});

test("an amount that is not the discount is found in both languages' number formats", () => {
  for (const [words, currency, value] of [
    ["£5 off", "GBP", 500],
    ["Save 5.50 GBP", "GBP", 550],
    ["Giảm 5,50 £", "GBP", 550],
    ["$1,200.50 less", "USD", 120_050],
    ["Giảm 1.200,50 US$", "USD", 120_050],
    ["Giảm 50.000 ₫", "VND", 50_000],
    ["Giảm 50.000đ", "VND", 50_000],
    ["Giảm 50k", "VND", 50_000],
    ["Giảm 50 nghìn đồng", "VND", 50_000],
    ["50,000 VND less", "VND", 50_000],
  ] as const) {
    expect(differ(words, { discount: amount(value) }, currency), words).toEqual([]);
    expect(differ(words, { discount: amount(value + 100) }, currency), words).toHaveLength(1);
    expect(differ(words, { discount: percent(1_000) }, currency), words).toHaveLength(1);
  }
});

test("an amount may be the cart value it begins at, or a price that is true of all that is offered", () => {
  expect(differ("With orders over £50", { trigger: { kind: "cart_value", minimum: 5_000 } })).toEqual([]);
  expect(differ("Only £18 instead of £20", {}, "GBP", [2_000, 2_000])).toEqual([]);
  expect(differ("Only £18 instead of £20", {}, "GBP", [2_000, 3_000])).toEqual(["£18", "£20"]);
  expect(differ("Only £18", { depthsBp: [0, 1_000] }, "GBP", [2_000])).toEqual(["£18"]);
});

test("numbers of something else say nothing of a discount", () => {
  for (const words of ["Pack of 12, 500 g", "100% organic cotton", "Model 35", "In 24 hours", "30 days to return"])
    expect(differ(words), words).toEqual([]);
  expect(namedNumbers("Ready in 5k steps", "GBP")).toEqual([]);
});

test("what differs is a warning with what is given", () => {
  expect(wordsFinding(sampleOffer({ body: "35% less", depthsBp: [0, 1_000] }), "GBP", [])).toEqual({
    severity: "warns",
    code: "words_differ",
    values: { said: { as: "names", value: ["35%"] }, given: { as: "shares", value: [0, 0.1] } },
  });
  expect(wordsFinding(sampleOffer({ body: "Save now" }), "GBP", [])).toBeNull();
});
