import { expect, test } from "vitest";
import en from "../../locales/en.json" with { type: "json" };
import vi from "../../locales/vi.json" with { type: "json" };
import type { Offer } from "../offers/offer.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { namedNumbers } from "./named-numbers.ts";
import { wordsFindings, wordsThatDiffer, wordsThatPromise } from "./words-differ.ts";

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

test("all of the price is a promise only where it is taken off", () => {
  for (const words of [
    "100% off with your order",
    "100 % less",
    "Save 100%",
    "Save up to 100%",
    "100% discount",
    "Giảm 100%",
    "Giảm giá tới 100%",
    "100% giảm giá",
  ]) {
    expect(differ(words), words).toHaveLength(1);
    expect(differ(words, { discount: percent(10_000) }), words).toEqual([]);
  }
  for (const words of ["100% cotton", "100% cotton, now 10% off", "10% off, 100% cotton", "Giảm giá áo 100% cotton", "100% off-white wool"])
    expect(differ(words), words).toEqual([]);
});

test("a promise without a number is held against the discount as the share that it means", () => {
  for (const [words, value] of [
    ["Free with your order", 10_000],
    ["FREE mug with every order", 10_000],
    ["Get it free", 10_000],
    ["Get a mug free!", 10_000],
    ["Yours 100% free", 10_000],
    ["Buy one get one free", 10_000],
    ["Buy 2, get 1 free", 10_000],
    ["2 for 1", 10_000],
    ["Miễn phí khi mua kèm", 10_000],
    ["Mua 1 tặng 1", 10_000],
    ["Mua một tặng một", 10_000],
    ["Half price!", 5_000],
    ["Half-price today", 5_000],
    ["At half the usual price", 5_000],
    ["Buy one get one half price", 5_000],
    ["Chỉ còn nửa giá", 5_000],
    ["Giảm một nửa", 5_000],
  ] as const) {
    expect(differ(words), words).toHaveLength(1);
    expect(differ(words, { discount: percent(value) }), words).toEqual([]);
    expect(differ(words.normalize("NFD")), words).toHaveLength(1);
  }
  expect(differ("Half price!", { discount: amount(500) }, "GBP", [1_000])).toEqual([]);
  expect(differ("Half price!", { discount: amount(500) }, "GBP", [1_000, 2_000])).toEqual(["Half price"]);
  expect(differ("Up to half price", { discount: percent(5_000), depthsBp: [1_000, 5_000] })).toEqual([]);
});

test("what is free besides the product, and what the product is free of, are no promises", () => {
  for (const words of [
    "Free shipping",
    "Free UK next-day delivery",
    "Free & fast shipping",
    "Ships free",
    "Shipping is always free",
    "30 day free returns",
    "Free gift wrapping",
    "Gluten free",
    "Gluten-free",
    "Sugar and dairy free",
    "Free from parabens",
    "100% plastic free",
    "Free-range eggs",
    "Feel free to ask",
    "Freeze-dried",
    "Miễn phí vận chuyển",
    "Giao hàng hoàn toàn miễn phí",
    "Đổi trả miễn phí",
    "One half of a pair",
  ])
    expect(differ(words), words).toEqual([]);
});

test("words that promise a saving are found where some shoppers pay the full price", () => {
  const promise = (body: string, offer: Partial<Offer> = { discount: percent(0) }) =>
    wordsThatPromise(sampleOffer({ body, ...offer }), "GBP");
  for (const words of [
    "Add it now and save.",
    "Big savings",
    "Save on orders over £50",
    "Get it for less",
    "It costs less with this order",
    "Less when you add it",
    "Money off when you add it",
    "Off the usual price",
    "Try it at a special price",
    "A better price",
    "Cheaper together",
    "Discounted",
    "Special offer",
    "Tiết kiệm khi mua kèm",
    "Giảm giá khi mua kèm",
    "Được giảm khi mua kèm",
    "Thêm ngay để được giá tốt hơn.",
    "Dùng thử với giá đặc biệt",
    "Rẻ hơn khi mua kèm",
  ]) {
    expect(promise(words), words).toHaveLength(1);
    expect(promise(words.normalize("NFD")), words).toHaveLength(1);
    expect(promise(words, { depthsBp: [0, 1_000] }), words).toHaveLength(1);
    expect(promise(words, { discount: amount(0) }), words).toHaveLength(1);
    for (const every of [{}, { depthsBp: [500, 1_000] }, { discount: amount(1) }]) expect(promise(words, every), words).toEqual([]);
  }
  for (const words of [
    "Goes well with your order",
    "Saves time and water",
    "A space-saving design",
    "Save the bees",
    "Less sugar, less waste",
    "Less is more",
    "Off-white",
    "Takes off make-up",
    "No discount",
    "Tiết kiệm thời gian",
    "Giảm đau, giảm cân",
    "Được đánh giá tốt",
    "Không giảm giá",
  ])
    expect(promise(words), words).toEqual([]);
});

test("a number says what the words beside it promise", () => {
  const found = (body: string) => wordsFindings(sampleOffer({ body, depthsBp: [0, 1_000] }), "GBP", []).map(({ code }) => code);
  for (const words of ["10% off the usual price", "Save 10%", "Save £5", "Giảm giá 10%", "Được giảm ngay 10%"])
    expect(found(words), words).toEqual(["words_differ"]);
  for (const words of ["Save up to 10%", "Giảm giá đến 10%"]) expect(found(words), words).toEqual([]);
  expect(found("Save, with 10% off today")).toEqual(["words_differ", "words_promise"]);
});

test("what differs and what is promised are warnings with what is given", () => {
  const given = { as: "shares", value: [0, 0.1] };
  expect(wordsFindings(sampleOffer({ headline: "Save now", body: "35% less", depthsBp: [0, 1_000] }), "GBP", [])).toEqual([
    { severity: "warns", code: "words_differ", values: { said: { as: "names", value: ["35%"] }, given } },
    { severity: "warns", code: "words_promise", values: { said: { as: "names", value: ["Save"] }, given } },
  ]);
  expect(wordsFindings(sampleOffer({ body: "Save now" }), "GBP", [])).toEqual([]);
});

test("no words that a template begins with promise what its depths may not give, and a tripwire always gives something", () => {
  for (const { editor } of [en, vi]) {
    const { headline, body } = editor.start.profit_maximizer;
    expect(wordsFindings(sampleOffer({ headline, body, depthsBp: [0, 1_000] }), "GBP", [])).toEqual([]);
    const tripwire = { stage: "tripwire", ...editor.start.tripwire } as const;
    expect(wordsFindings(sampleOffer(tripwire), "GBP", [])).toEqual([]);
    expect(wordsFindings(sampleOffer({ ...tripwire, depthsBp: [0, 1_000] }), "GBP", [])).toMatchObject([{ code: "words_promise" }]);
  }
});
