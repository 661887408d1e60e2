import { expect, test } from "vitest";
import { type HoldoutCell, interruption } from "./interruption.ts";

const cell = (withheld: boolean, units: number, orders: number, values: Partial<HoldoutCell> = {}): HoldoutCell => ({
  placement: "cart",
  experimentId: 1,
  plan: 0,
  withheld,
  units,
  orders,
  ...values,
});
const worth = new Map([
  ["cart", 2_000],
  ["product", 1_000],
] as const);

test("what an interrupting placement loses is the orders that those held out place and others do not, shrunk", () => {
  // D = .1 - .07; se^2 = .0906383 / 1000 + .0651821 / 9000 = .0000978808; D (1 - se^2 / D^2) x 2000
  expect(interruption([cell(true, 1_000, 100), cell(false, 9_000, 630)], worth)).toEqual({ cart: expect.closeTo(53.4746, 3) });
  // each placement for itself
  const product = { placement: "product" } as const;
  const both = interruption(
    [cell(true, 1_000, 100), cell(false, 9_000, 630), cell(true, 1_000, 100, product), cell(false, 9_000, 900, product)],
    worth,
  );
  expect(both).toEqual({ cart: expect.closeTo(53.4746, 3) });
});

test("too few held out, a difference within its error and a placement that brings orders lose nothing", () => {
  expect(interruption([cell(true, 999, 100), cell(false, 9_000, 630)], worth)).toEqual({});
  expect(interruption([cell(true, 9_000, 900), cell(false, 999, 70)], worth)).toEqual({});
  expect(interruption([cell(true, 1_000, 75), cell(false, 9_000, 630)], worth)).toEqual({});
  expect(interruption([cell(true, 1_000, 70), cell(false, 9_000, 900)], worth)).toEqual({});
  expect(interruption([cell(true, 5_000, 500)], worth)).toEqual({});
  expect(interruption([], worth)).toEqual({});
});

test("arms are compared within a plan: another share at another time is no interruption", () => {
  // a fifth bought while half were held out, a twentieth since it is a twentieth: pooled, those held out seem to buy far more
  const plans = [cell(true, 2_000, 400), cell(false, 2_000, 400), cell(true, 500, 25, { plan: 1 }), cell(false, 9_500, 475, { plan: 1 })];
  expect(interruption(plans, worth)).toEqual({});
  // a plan with one arm alone compares nothing
  expect(interruption([cell(true, 5_000, 5_000, { plan: 1 }), cell(false, 5_000, 0, { plan: 2 })], worth)).toEqual({});
});
