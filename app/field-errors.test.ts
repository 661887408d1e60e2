import { expect, test } from "vitest";
import { z } from "zod";
import { fieldErrors } from "./field-errors.ts";
import { NO_ENGINE_RULES, OfferDraft } from "./funnel/offers/offer.ts";

const errorsOf = (schema: z.ZodType, input: unknown) => fieldErrors(schema.safeParse(input).error?.issues ?? []);

test("a field's first code stays, a bound without a code says out of range, anything else is invalid", () => {
  const schema = z.object({
    name: z.string().min(1, "name_required").max(3, "too_long").regex(/^x/, "not_x"),
    count: z.number().int().min(1).max(100),
    day: z.iso.date(),
  });
  expect(errorsOf(schema, { name: "", count: 0, day: "soon" })).toEqual({ name: "name_required", count: "out_of_range", day: "invalid" });
  expect(errorsOf(schema, { name: "abcd", count: 101, day: "2026-03-01" })).toEqual({ name: "too_long", count: "out_of_range" });
  expect(errorsOf(schema, null)).toEqual({ form: "invalid" });
});

test("an item's place belongs to its list, but a field inside an item is named with it", () => {
  const schema = z.object({ ids: z.array(z.string().min(2)), variants: z.array(z.object({ name: z.string().min(1, "name_required") })) });
  expect(errorsOf(schema, { ids: ["ok", "x"], variants: [{ name: "a" }, { name: "" }] })).toEqual({
    ids: "out_of_range",
    "variants.1.name": "name_required",
  });
});

test("no limit of an offer is refused without saying that it is out of range", () => {
  const offer = {
    ...NO_ENGINE_RULES,
    name: "Welcome",
    stage: "profit_maximizer",
    headline: "Try it",
    body: "",
    productIds: ["1"],
    discount: { kind: "percentage", value: 1_000 },
    trigger: { kind: "any" },
    audience: "everyone",
    placements: ["product"],
    startsAt: null,
    endsAt: null,
    perCustomerLimit: null,
    totalLimit: null,
    maxQuantity: 1,
    lossBudget: null,
    priority: 0,
  };
  expect(errorsOf(OfferDraft, offer)).toEqual({});
  const beyond = { perCustomerLimit: 0, totalLimit: 1_000_001, maxQuantity: 101, dailyLimit: 0, discountBudget: 0, marginFloorBp: 10_001 };
  expect(errorsOf(OfferDraft, { ...offer, ...beyond, discount: { kind: "percentage", value: 10_001 } })).toEqual({
    perCustomerLimit: "out_of_range",
    totalLimit: "out_of_range",
    maxQuantity: "out_of_range",
    dailyLimit: "out_of_range",
    discountBudget: "positive_amount",
    marginFloorBp: "percentage_range",
    "discount.value": "percentage_range",
  });
});
