import { expect, test } from "vitest";
import { collapseHistories } from "./collapse-histories.ts";
import { fitGammaGamma } from "./fit-gamma-gamma.ts";
import { fitOrderModel } from "./fit-order-model.ts";
import { minimise } from "./minimise.ts";
import { ORDER_MODEL_NAMES } from "./order-model.ts";

// Customers as alike as these let the likelihood rise for ever with r and alpha.
const alike = collapseHistories({ frequency: [2, 2, 3, 2], recency: [20, 21, 30, 22], age: [25, 26, 32, 27] });

test("a search that ended on a ridge or at a wall is not called converged, and the priors' fit of the same customers is", () => {
  for (const name of ORDER_MODEL_NAMES) {
    expect(fitOrderModel(name, alike, { maximumLikelihood: true }).converged).toBe(false);
    expect(fitOrderModel(name, alike).converged).toBe(true);
  }
  const spend = { orders: [2, 3, 4, 2], mean: [20, 20.5, 20, 19.9] };
  expect(fitGammaGamma(spend, { maximumLikelihood: true })?.converged).toBe(false);
  expect(fitGammaGamma(spend)?.converged).toBe(true);
});

test("last time's parameters beyond what is allowed are not started from", () => {
  const beyond = fitOrderModel("bg", alike, { warmStart: { name: "bg", params: { r: 1, alpha: 1e12, a: 1e9, b: 1 } } });
  const anew = fitOrderModel("bg", alike);
  expect(beyond.logPosterior).toBeCloseTo(anew.logPosterior, 8);
  expect(beyond.converged).toBe(true);
});

test("a search that cannot begin has not converged", () => {
  expect(minimise(() => Number.POSITIVE_INFINITY, Float64Array.of(0), { scale: 1 })).toMatchObject({ converged: false, evaluations: 1 });
});
