import { expect, test } from "vitest";
import { AbTestDraft } from "../../experiments/ab-test-draft.ts";
import type { TestableOffer } from "../../experiments/testable-offer.ts";
import { newAbTest, readAbTest, saidByVariant, withVariant } from "./ab-test-form.ts";

const ground = { currency: "VND", timezone: "Asia/Ho_Chi_Minh", locale: "vi" as const };
const offer: TestableOffer = {
  id: 7,
  name: "Socks",
  status: "live",
  headline: "Add socks",
  body: "Warm",
  discount: { kind: "percentage", value: 2_000 },
  depthsBp: [],
  trigger: { kind: "any" },
  prices: [2_000],
};
const form = (discount: string) => ({
  ...newAbTest(7),
  name: "Shorter",
  variants: newAbTest(7).variants.map((variant) => ({ ...variant, name: "Short", headline: "Take them", discount })),
});

test("an empty field of a variant leaves what the offer says, and the rest is a draft that can be kept", () => {
  const read = readAbTest(form("12,5"), offer, ground);
  const expected = {
    name: "Shorter",
    offerId: 7,
    variants: [{ name: "Short", change: { headline: "Take them", body: null, discountBp: 1_250 } }],
  };
  expect(read).toEqual({ kind: "read", values: expected });
  expect(AbTestDraft.parse(expected)).toEqual(expected);
});

test("a discount that is none is told at its field, and is not asked of an offer that takes an amount off", () => {
  expect(readAbTest(form("half"), offer, ground)).toMatchObject({
    kind: "unreadable",
    errors: { "variants.0.discountBp": "not_a_percentage" },
  });
  const amount = { ...offer, discount: { kind: "amount" as const, value: 500 } };
  expect(readAbTest(form("half"), amount, ground)).toMatchObject({
    kind: "read",
    values: { variants: [{ change: { discountBp: null } }] },
  });
});

test("what a variant says is read with the discount that is given in it, and an empty field says nothing of its own", () => {
  const [variant] = form("12,5").variants;
  if (!variant) throw new Error("no variant");
  expect(saidByVariant(variant, offer)).toMatchObject({ headline: "Take them", body: "Warm", discount: { value: 1_250 }, depthsBp: [] });
  expect(saidByVariant({ ...variant, discount: "half" }, offer)).toMatchObject({
    headline: "Take them",
    body: "",
    discount: { value: 2_000 },
  });
});

test("variants are told apart whichever of them is removed", () => {
  const three = withVariant(withVariant(newAbTest(7).variants));
  expect(three.map(({ key }) => key)).toEqual([0, 1, 2]);
  expect(withVariant(three.slice(1)).map(({ key }) => key)).toEqual([1, 2, 3]);
});
