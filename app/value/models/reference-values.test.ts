import { expect, test } from "vitest";
import { bgNbdDistribution } from "./bg-nbd-distribution.ts";
import { bgNbdLogLikelihood } from "./bg-nbd-likelihood.ts";
import { expectedOrders, expectedOrdersOfNewCustomer, pAlive } from "./customer-orders.ts";
import { expectedSpend } from "./gamma-gamma-params.ts";
import type { OrderModel } from "./order-model.ts";
import { paretoNbdDistribution } from "./pareto-nbd-distribution.ts";
import { paretoNbdResidualOrders } from "./pareto-nbd-residual.ts";

// Fader, Hardie and Lee (2005) on CDNOW, in weeks.
const BG = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
// The same without rounding, from CLVTools 0.12.1.
const BG_PRECISE = { r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 };
// BTYD 2.4.3.
const PARETO = { r: 0.5533971433, alpha: 10.58019854, s: 0.6060624971, beta: 11.65622367 };
const bg: OrderModel = { name: "bg", params: BG };
const pareto: OrderModel = { name: "pareto", params: PARETO };
const history = (frequency: number, recency: number, age: number) => ({ frequency, recency, age });

function expectClose(actual: number, published: number, relative: number): void {
  expect(Math.abs(actual - published), `${actual} is not ${published}`).toBeLessThanOrEqual(relative * Math.abs(published));
}

test("BG/NBD conditional expectations and P(alive) are the published ones", () => {
  expect(expectedOrders(bg, history(2, 30.43, 38.86), 39)).toBeCloseTo(1.226, 3);
  expectClose(expectedOrders(bg, history(26, 30.857142857, 31), 52), 25.75649222, 1e-9);
  expectClose(pAlive(bg, history(26, 30.857142857, 31)), 0.9688515629, 1e-9);
  expectClose(expectedOrders(bg, history(10, 20, 39), 52), 0.3473997627, 1e-9);
});

test("BG/NBD shows the increasing frequency paradox as the peers do", () => {
  [0.3474, 0.042827, 0.0041584, 0.00035833].forEach((published, k) => {
    expectClose(expectedOrders(bg, history(10 + 5 * k, 20, 39), 52), published, 2e-5);
  });
  [0.70597, 0.14419, 0.022499, 0.0030918].forEach((published, k) => {
    expectClose(expectedOrders(pareto, history(10 + 5 * k, 20, 39), 52), published, 2e-5);
  });
});

test("BG/NBD expects the published orders of a new customer", () => {
  expectClose(expectedOrdersOfNewCustomer(bg, 1), 0.0532678912, 1e-9);
  expectClose(expectedOrdersOfNewCustomer(bg, 52), 1.446050595, 1e-9);
  const precise: OrderModel = { name: "bg", params: BG_PRECISE };
  const published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576];
  [0.1429, 1, 3, 31.8571, 32, 78].forEach((time, k) => {
    // Four digits are published, for parameters that differ from these in the fifth.
    expect(Math.abs(expectedOrdersOfNewCustomer(precise, time) - (published[k] as number))).toBeLessThan(5e-4);
  });
});

test("BG/NBD tells the published probabilities of a number of orders", () => {
  expectClose(bgNbdDistribution(BG, 39, 1, 1)[0] as number, 0.5737864, 1e-6);
  expectClose(bgNbdDistribution(BG, 2, 1, 11)[10] as number, 1.07869e-7, 1e-5);
  const chances = bgNbdDistribution(BG, 30, 1, 21);
  [
    0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613,
    0.000222226,
  ].forEach((published, k) => {
    expectClose(chances[11 + k] as number, published, 1e-6);
  });
});

test("BG/NBD likelihoods of single customers do not overflow", () => {
  const params = { r: 0.25, alpha: 4, a: 0.8, b: 2.5 };
  expectClose(bgNbdLogLikelihood(params, 0, 0, 40, 0), -0.59947382, 1e-7);
  expectClose(bgNbdLogLikelihood(params, 200, 38, 40, 0), 100.7957, 1e-6);
});

test("Pareto/NBD conditional expectations, P(alive) and discounted residual orders are the published ones", () => {
  expectClose(expectedOrders(pareto, history(26, 30.857142857, 31), 52), 25.45418327, 1e-9);
  expectClose(pAlive(pareto, history(26, 30.857142857, 31)), 0.9978734082, 1e-9);
  expectClose(expectedOrders(pareto, history(10, 20, 39), 52), 0.7059673422, 1e-9);
  expectClose(paretoNbdResidualOrders(PARETO, history(26, 30.857142857, 31), 0.0027), 86.03118304, 1e-9);
});

test("Pareto/NBD expects the published orders of a new customer", () => {
  expectClose(expectedOrdersOfNewCustomer(pareto, 52), 1.473112689, 1e-9);
  // The manual's table is for its rounded parameters.
  const rounded: OrderModel = { name: "pareto", params: { r: 0.55, alpha: 10.56, s: 0.61, beta: 11.64 } };
  [0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211].forEach(
    (published, time) => {
      expect(Math.abs(expectedOrdersOfNewCustomer(rounded, time) - published)).toBeLessThan(1e-8);
    },
  );
});

test("Pareto/NBD tells the published probabilities of a number of orders", () => {
  const chances = paretoNbdDistribution(PARETO, 30, 1, 14);
  [0.001907698909, 0.001344617745, 0.0009518252835].forEach((published, k) => {
    expectClose(chances[11 + k] as number, published, 1e-8);
  });
});

test("Gamma-Gamma expects the published spend", () => {
  const params = { p: 6.25, q: 3.74, v: 15.44 };
  expectClose(expectedSpend(params, 3, 35), 35.02791996, 1e-9);
  expectClose(expectedSpend(params, 1, 35), 35.06674082, 1e-9);
  expectClose(expectedSpend(params, 3, 10), 13.21544905, 1e-9);
  expectClose(expectedSpend(params, 0, 0), 35.2189781, 1e-9);
});
