import { expect, test } from "vitest";
import type { Offer } from "../offers/offer.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { armWordsFindings, saidByArm } from "./arm-words.ts";

type Change = Parameters<typeof saidByArm>[1];

/** What is said, and what is given, of each arm that is warned of. */
function told(offer: Partial<Offer>, ...changes: Change[]) {
  const arms = changes.map((change, at) => ({ key: String(at), name: `Arm ${at}`, change }));
  const test = { id: 7, name: "Words", running: true, arms: [{ key: "control", name: "", change: null }, ...arms] };
  return armWordsFindings(sampleOffer(offer), [test], { currency: "GBP", prices: [2_000] }).map(({ values: { arm, said, given } }) => [
    arm?.value,
    said?.value,
    given?.value,
  ]);
}

test("an arm's words are held against the discount that is given in it", () => {
  expect(told({}, { headline: "35 % less" }, { headline: "10% less" }, { body: "Only £18" })).toEqual([[["Arm 0"], ["35 %"], [0.1]]]);
  expect(told({}, { headline: "10% less", discountBp: 500 }, { headline: "5% less", discountBp: 500 })).toEqual([
    [["Arm 0"], ["10%"], [0.05]],
  ]);
  expect(told({ discount: { kind: "amount", value: 500 } }, { body: "35% less" })).toEqual([[["Arm 0"], ["35%"], 500]]);
});

test("an arm with a discount of its own makes the offer's words wrong; without one they are told of once, with the offer", () => {
  expect(told({ body: "10% less" }, { discountBp: 500 }, { headline: "Take it" })).toEqual([[["Arm 0"], ["10%"], [0.05]]]);
  expect(told({ body: "35% less" }, { headline: "Take it" })).toEqual([]);
  expect(told({ body: "35% less" }, { headline: "20% less" })).toEqual([[["Arm 0"], ["20%"], [0.1]]]);
});

test("an arm's discount holds whatever the depths, and one that is deeper than the offer's is not given", () => {
  const depthsBp = [0, 500, 1_000];
  expect(told({ depthsBp }, { headline: "5% less", discountBp: 500 }, { headline: "10% less" })).toEqual([
    [["Arm 1"], ["10%"], [0, 0.05, 0.1]],
  ]);
  expect(saidByArm(sampleOffer(), { headline: "20% less", discountBp: 2_000 })).toMatchObject({ discount: { value: 1_000 }, body: "" });
});

test("an arm's own words or discount may promise a saving that not everyone gets", () => {
  expect(told({ depthsBp: [0, 1_000] }, { headline: "Add it and save" }, { headline: "Take it" })).toEqual([
    [["Arm 0"], ["save"], [0, 0.1]],
  ]);
  expect(told({ body: "Add it and save" }, { discountBp: 0 }, { discountBp: 500 })).toEqual([[["Arm 0"], ["save"], [0]]]);
});
