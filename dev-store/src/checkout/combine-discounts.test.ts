import fc from "fast-check";
import { expect, test } from "vitest";
import { percentageOf, spread, total } from "./allocate.ts";
import { type Combination, combineDiscounts } from "./combine-discounts.ts";
import type { DiscountableLine, DiscountEffect, EffectValue } from "./discount-effect.ts";

const ALONE = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };
const WITH_ALL = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
const percent = (value: number): EffectValue => ({ kind: "percentage", numerator: BigInt(value), denominator: 1n, text: String(value) });
const fixed = (amount: number, each: boolean): EffectValue => ({ kind: "fixed", amount, each });

function effect(id: number, over: Partial<DiscountEffect>): DiscountEffect {
  return { discountId: id, title: `D${id}`, code: null, combinesWith: ALONE, product: [], order: [], shipping: null, ...over };
}
function product(value: EffectValue, targets: { key: string; quantity: number | null }[], strategy: "FIRST" | "MAXIMUM" | "ALL" = "ALL") {
  return [{ strategy, candidates: [{ message: null, value, targets, selectsAll: false }] }];
}
const order = (value: EffectValue) => [{ strategy: "FIRST" as const, candidates: [{ message: null, value, excludedKeys: [] }] }];
const on = (...keys: string[]) => keys.map((key) => ({ key, quantity: null }));
const byLine = (combination: Combination) => {
  const result: Record<string, number> = {};
  for (const { allocation } of combination.applied) for (const [key, amount] of allocation) result[key] = (result[key] ?? 0) + amount;
  return result;
};
const lines: DiscountableLine[] = [
  { key: "a", quantity: 3, unitPrice: 1_000 },
  { key: "b", quantity: 1, unitPrice: 333 },
];

test("a percentage rounds half up on each line in minor units", () => {
  const combination = combineDiscounts([effect(1, { product: product(percent(50), on("a", "b")) })], lines);
  expect(byLine(combination)).toEqual({ a: 1_500, b: 167 });
});

test("a target's quantity limits how many units of the line are discounted", () => {
  const some = product(percent(50), [{ key: "a", quantity: 1 }]);
  expect(byLine(combineDiscounts([effect(1, { product: some })], lines))).toEqual({ a: 500 });
  const twice = product(percent(50), [
    { key: "a", quantity: 1 },
    { key: "a", quantity: 1 },
  ]);
  expect(byLine(combineDiscounts([effect(1, { product: twice })], lines))).toEqual({ a: 1_000 });
});

test("a fixed amount is taken once across the targets, or off each unit", () => {
  expect(byLine(combineDiscounts([effect(1, { product: product(fixed(500, false), on("a", "b")) })], lines))).toEqual({ a: 450, b: 50 });
  expect(byLine(combineDiscounts([effect(1, { product: product(fixed(500, true), on("a", "b")) })], lines))).toEqual({ a: 1_500, b: 333 });
});

test("of discounts that do not combine, the one that takes most off applies; equal ones, the older", () => {
  const ten = effect(1, { product: product(percent(10), on("a")) });
  const twenty = effect(2, { product: product(percent(20), on("a")) });
  expect(byLine(combineDiscounts([ten, twenty], lines))).toEqual({ a: 600 });
  const again = effect(3, { product: product(percent(20), on("a")) });
  expect(combineDiscounts([again, twenty, ten], lines).applied.map((item) => item.effect.discountId)).toEqual([2]);
});

test("combining needs the consent of both discounts", () => {
  const generous = effect(1, { combinesWith: WITH_ALL, product: product(percent(10), on("a")) });
  const strict = effect(2, { order: order(percent(10)) });
  expect(combineDiscounts([generous, strict], lines).applied).toHaveLength(1);
  const willing = effect(2, { combinesWith: WITH_ALL, order: order(percent(10)) });
  expect(combineDiscounts([generous, willing], lines).applied).toHaveLength(2);
});

test("two product discounts that combine still give each line only its better one", () => {
  const ten = effect(1, { combinesWith: WITH_ALL, product: product(percent(10), on("a", "b")) });
  const fiveOff = effect(2, { combinesWith: WITH_ALL, product: product(fixed(100, true), on("b")) });
  const combination = combineDiscounts([ten, fiveOff], lines);
  expect(byLine(combination)).toEqual({ a: 300, b: 100 });
});

test("order discounts are reckoned on what product discounts leave, each on the same amount", () => {
  const half = effect(1, { combinesWith: WITH_ALL, product: product(percent(50), on("a")) });
  const ten = effect(2, { combinesWith: WITH_ALL, order: order(percent(10)) });
  const five = effect(3, { combinesWith: WITH_ALL, order: order(fixed(500, false)) });
  const combination = combineDiscounts([half, ten, five], lines);
  expect(combination.applied.map((item) => total(item.allocation))).toEqual([1_500, 183, 500]);
});

test("FIRST takes the first candidate that has an effect, MAXIMUM the largest", () => {
  const candidates = [percent(0), percent(5), percent(30)].map((value) => ({ message: null, value, targets: on("a"), selectsAll: false }));
  const with_ = (strategy: "FIRST" | "MAXIMUM" | "ALL") =>
    combineDiscounts([effect(1, { product: [{ strategy, candidates }] })], lines).totalDiscount;
  expect([with_("FIRST"), with_("MAXIMUM"), with_("ALL")]).toEqual([150, 900, 900]);
});

test("halves round up exactly, also where floating point would not", () => {
  expect(percentageOf(1_005, { numerator: 10n, denominator: 1n })).toBe(101);
  expect(percentageOf(335, { numerator: 125n, denominator: 10n })).toBe(42);
  expect(percentageOf(2 ** 50, { numerator: 100n, denominator: 1n })).toBe(2 ** 50);
});

const keys = ["a", "b", "c", "d", "e"];
const anyLines = fc
  .uniqueArray(fc.constantFrom(...keys), { minLength: 1 })
  .chain((picked) =>
    fc.tuple(
      ...picked.map((key) =>
        fc.record({ key: fc.constant(key), quantity: fc.integer({ min: 1, max: 9 }), unitPrice: fc.integer({ min: 0, max: 100_000 }) }),
      ),
    ),
  )
  .map((all) => all as DiscountableLine[]);
const anyValue = fc.oneof(
  fc
    .integer({ min: 0, max: 10_000 })
    .map((basis): EffectValue => ({ kind: "percentage", numerator: BigInt(basis), denominator: 100n, text: String(basis / 100) })),
  fc.tuple(fc.integer({ min: 0, max: 300_000 }), fc.boolean()).map(([amount, each]) => fixed(amount, each)),
);
const anyTargets = fc.array(fc.record({ key: fc.constantFrom(...keys), quantity: fc.option(fc.integer({ min: 1, max: 12 })) }), {
  minLength: 1,
  maxLength: 5,
});
const anyEffects = fc
  .array(
    fc.record({
      combinesWith: fc.record({ orderDiscounts: fc.boolean(), productDiscounts: fc.boolean(), shippingDiscounts: fc.boolean() }),
      product: fc.array(
        fc.record({
          strategy: fc.constantFrom("FIRST" as const, "MAXIMUM" as const, "ALL" as const),
          candidates: fc.array(
            fc.record({ message: fc.constant(null), value: anyValue, targets: anyTargets, selectsAll: fc.constant(false) }),
            { maxLength: 3 },
          ),
        }),
        { maxLength: 2 },
      ),
      order: fc.array(
        fc.record({
          strategy: fc.constantFrom("FIRST" as const, "MAXIMUM" as const),
          candidates: fc.array(fc.record({ message: fc.constant(null), value: anyValue, excludedKeys: fc.subarray(keys) }), {
            maxLength: 2,
          }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((all) => all.map((one, index) => effect(index + 1, one)));

test("no line ever costs less than nothing and the allocations are whole numbers that add up to the discount", () => {
  fc.assert(
    fc.property(anyLines, anyEffects, (some, effects) => {
      const combination = combineDiscounts(effects, some);
      const taken = byLine(combination);
      for (const line of some) expect(taken[line.key] ?? 0).toBeLessThanOrEqual(line.unitPrice * line.quantity);
      const amounts = combination.applied.flatMap(({ allocation }) => [...allocation.values()]);
      expect(amounts.every((amount) => Number.isInteger(amount) && amount > 0)).toBe(true);
      expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(combination.totalDiscount);
    }),
  );
});

test("a line has at most one product discount", () => {
  fc.assert(
    fc.property(anyLines, anyEffects, (some, effects) => {
      const { applied } = combineDiscounts(effects, some);
      for (const { key } of some)
        expect(applied.filter((item) => item.level === "product" && item.allocation.has(key)).length).toBeLessThanOrEqual(1);
    }),
  );
});

test("the order of the cart's lines and of the store's discounts changes nothing", () => {
  fc.assert(
    fc.property(anyLines, anyEffects, (some, effects) => {
      const one = combineDiscounts(effects, some);
      const other = combineDiscounts([...effects].reverse(), [...some].reverse());
      expect(byLine(other)).toEqual(byLine(one));
    }),
  );
});

test("discounts that apply together have each agreed to the other", () => {
  fc.assert(
    fc.property(anyLines, anyEffects, (some, effects) => {
      const { applied } = combineDiscounts(effects, some);
      for (const one of applied) {
        for (const other of applied) {
          if (one.effect !== other.effect) expect(one.effect.combinesWith[`${other.level}Discounts`]).toBe(true);
        }
      }
    }),
  );
});

test("the odd units of a shared amount go to the same lines in whatever order these stand", () => {
  const shares = (keys: string[]) => Object.fromEntries(spread(100, new Map(keys.map((key) => [key, 500]))));
  expect(shares(["a", "b", "c"])).toEqual({ a: 34, b: 33, c: 33 });
  expect(shares(["c", "b", "a"])).toEqual({ a: 34, b: 33, c: 33 });
});

test("shares of an amount add up to it exactly", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.dictionary(fc.string(), fc.integer({ min: 0, max: 1_000_000 })),
      (amount, bases) => {
        const map = new Map(Object.entries(bases));
        const shares = spread(amount, map);
        expect(total(shares)).toBe(total(map) === 0 ? 0 : Math.min(amount, total(map)));
        for (const [key, share] of shares) expect(share).toBeLessThanOrEqual(map.get(key) ?? 0);
      },
    ),
  );
});
