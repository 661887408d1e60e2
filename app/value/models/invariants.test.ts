import fc from "fast-check";
import { expect, test } from "vitest";
import { bgNbdLikelihood } from "./bg-nbd-likelihood.ts";
import { chooseOrderModel } from "./choose-order-model.ts";
import { collapseHistories } from "./collapse-histories.ts";
import { expectedOrders, ordersDistribution, ordersWhileAlive, pAlive, pAtLeastOne } from "./customer-orders.ts";
import { customerSteps } from "./customer-steps.ts";
import { fitGammaGamma } from "./fit-gamma-gamma.ts";
import { fitOrderModel, paramList } from "./fit-order-model.ts";
import { forecastStore } from "./forecast-store.ts";
import { gammaGammaLikelihood } from "./gamma-gamma-likelihood.ts";
import { groupSpend } from "./group-spend.ts";
import type { OrderModel } from "./order-model.ts";
import { ordersInterval } from "./orders-interval.ts";
import { paretoNbdLikelihood } from "./pareto-nbd-likelihood.ts";
import { seededRandom } from "./seeded-random.ts";

const positive = (low: number, high: number) => fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
const model: fc.Arbitrary<OrderModel> = fc
  .tuple(
    fc.constantFrom("bg" as const, "mbg" as const, "pareto" as const),
    positive(0.02, 30),
    positive(0.05, 3000),
    positive(0.01, 30),
    positive(0.01, 3000),
  )
  .map(([name, r, alpha, third, fourth]) =>
    name === "pareto"
      ? { name, params: { r, alpha, s: third, beta: fourth } }
      : { name, params: { r, alpha, a: third, b: Math.min(fourth, 300) } },
  );
const history = fc
  .tuple(fc.oneof(fc.nat(12), fc.nat(5000)), fc.double({ min: 0, max: 1, noNaN: true }), fc.oneof(fc.constant(0), positive(0.1, 5000)))
  .map(([frequency, share, age]) => ({ frequency, recency: frequency === 0 ? 0 : share * age, age }));
const store = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(3000) }),
      fc.nat(1000),
      fc.nat(1000),
      fc.nat(100_000),
    ),
    { minLength: 0, maxLength: 60 },
  )
  .map((rows) => ({
    frequency: rows.map(([x]) => x),
    recency: rows.map(([x, a, b]) => (x === 0 ? 0 : Math.min(a, b))),
    age: rows.map(([, a, b]) => Math.max(a, b)),
    spend: { orders: rows.map(([x]) => x + 1), mean: rows.map(([, , , cents]) => cents / 100) },
  }));

test("probabilities lie between 0 and 1 and expectations are finite, for any parameters and history", () => {
  fc.assert(
    fc.property(model, history, positive(0.1, 5000), (of, customer, time) => {
      const alive = pAlive(of, customer);
      const buys = pAtLeastOne(of, customer, time);
      const orders = expectedOrders(of, customer, time);
      expect(alive).toBeGreaterThanOrEqual(0);
      expect(alive).toBeLessThanOrEqual(1);
      expect(buys).toBeGreaterThanOrEqual(0);
      expect(buys).toBeLessThanOrEqual(alive);
      expect(orders).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(orders)).toBe(true);
      // Whoever is expected to order at all orders once or more.
      expect(orders).toBeGreaterThanOrEqual(buys * (1 - 1e-6) - 1e-12);
    }),
    { numRuns: 2000 },
  );
});

test("the distribution of orders sums to 1 and has the mean and the first probability of the closed forms", () => {
  const calm = fc.record({ frequency: fc.nat(30), age: positive(1, 800), time: positive(1, 800) });
  fc.assert(
    fc.property(model, calm, (of, { frequency, age, time }) => {
      const expected = ordersWhileAlive(of, frequency, age, time);
      fc.pre(expected < 200);
      const chances = ordersDistribution(of, frequency, age, time, 1e-12);
      fc.pre(chances.length < 20_000);
      const sum = chances.reduce((total, chance) => total + chance, 0);
      const mean = chances.reduce((total, chance, y) => total + y * chance, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-9);
      expect(Math.abs(mean - expected)).toBeLessThan(1e-5 * (1 + expected));
      const never = 1 - pAtLeastOne(of, { frequency, recency: age, age }, time) / pAlive(of, { frequency, recency: age, age });
      expect(Math.abs((chances[0] as number) - never)).toBeLessThan(1e-5);
    }),
    { numRuns: 300 },
  );
});

test("the expectation is smooth where the published expression has poles", () => {
  const at = (a: number, b: number) =>
    expectedOrders({ name: "bg", params: { r: 0.243, alpha: 4.414, a, b } }, { frequency: 3, recency: 20, age: 30 }, 52);
  expect(at(1, 2.4)).toBeCloseTo((at(1 - 1e-7, 2.4) + at(1 + 1e-7, 2.4)) / 2, 8);
  const nobody = { frequency: 0, recency: 0, age: 30 };
  const below = expectedOrders({ name: "bg", params: { r: 0.243, alpha: 4.414, a: 0.3, b: 0.4 } }, nobody, 52);
  expect(below).toBeGreaterThan(0);
  const edge = (s: number) => expectedOrders({ name: "pareto", params: { r: 0.5, alpha: 10, s, beta: 12 } }, nobody, 52);
  expect(edge(1)).toBeCloseTo((edge(1 - 1e-7) + edge(1 + 1e-7)) / 2, 8);
});

test("the expectation keeps its digits where the rate hardly differs between customers", () => {
  for (const r of [3, 10, 30, 100, 1000, 1e5]) {
    for (const [a, b] of [
      [0.5, 1.5],
      [1, 0.2],
      [0.05, 0.02],
      [300, 900],
    ] as const) {
      const of: OrderModel = { name: "bg", params: { r, alpha: 20 * r, a, b } };
      const chances = ordersDistribution(of, 0, 0, 500, 1e-15);
      const mean = chances.reduce((sum, chance, y) => sum + y * chance, 0);
      expect(Math.abs(ordersWhileAlive(of, 0, 0, 500) / mean - 1)).toBeLessThan(1e-9);
    }
  }
});

test("the expectation stays exact where its series would take millions of terms, or nobody comes twice", () => {
  const far = (params: { r: number; alpha: number; a: number; b: number }, time: number) =>
    ordersWhileAlive({ name: "bg", params }, 0, 0, time);
  expect(far({ r: 0.2, alpha: 0.01, a: 2, b: 3 }, 36_500)).toBeCloseTo(3.7101, 4);
  // With nearly everyone gone after the first repeat order, expected orders are the chance of one.
  const gone = { r: 0.0225, alpha: 0.0126, a: 13_466, b: 0.01 };
  expect(far(gone, 1_305)).toBeCloseTo(1 - (gone.alpha / (gone.alpha + 1_305)) ** gone.r, 5);
  fc.assert(
    fc.property(positive(0.02, 50), positive(0.01, 3000), positive(0.02, 5000), positive(0.02, 3000), (r, alpha, a, b) => {
      let before = 0;
      for (const time of [1, 10, 100, 1_000, 10_000, 100_000]) {
        const orders = far({ r, alpha, a, b }, time);
        expect(orders).toBeGreaterThanOrEqual(before * (1 - 1e-9));
        expect(orders).toBeLessThanOrEqual(((r * time) / alpha) * (1 + 1e-9));
        before = orders;
      }
    }),
    { numRuns: 300 },
  );
});

test("the busiest Pareto/NBD customers surely order again, as their own distribution says", () => {
  const of: OrderModel = { name: "pareto", params: { r: 0.5, alpha: 10, s: 1, beta: 11 } };
  for (const x of [50, 500, 1_000, 2_000, 5_000]) {
    for (const [age, time] of [
      [300, 365],
      [700, 3_650],
    ] as const) {
      const never = ordersDistribution(of, x, age, time, 1e-4)[0] as number;
      const buys = pAtLeastOne(of, { frequency: x, recency: age, age }, time);
      expect(Math.abs(buys - (1 - never))).toBeLessThan(5e-4);
      expect(buys).toBeGreaterThan(0.97);
    }
  }
});

test("a customer who has just ordered is worth more the more orders there are", () => {
  fc.assert(
    fc.property(model, positive(1, 1000), fc.nat(200), positive(1, 1000), (of, age, x, time) => {
      const fewer = expectedOrders(of, { frequency: x + 1, recency: age, age }, time);
      const more = expectedOrders(of, { frequency: x + 2, recency: age, age }, time);
      expect(more).toBeGreaterThanOrEqual(fewer * (1 - 1e-9));
    }),
    { numRuns: 1000 },
  );
});

test("a customer seen more recently is worth more, with the same orders and age", () => {
  fc.assert(
    fc.property(
      model,
      positive(1, 1000),
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, age, frequency, a, b) => {
        const earlier = expectedOrders(of, { frequency, recency: Math.min(a, b) * age, age }, 100);
        const later = expectedOrders(of, { frequency, recency: Math.max(a, b) * age, age }, 100);
        expect(later).toBeGreaterThanOrEqual(earlier * (1 - 1e-6) - 1e-12);
      },
    ),
    { numRuns: 1000 },
  );
});

test("intervals contain the median and at least 80 % of the probability", () => {
  fc.assert(
    fc.property(
      model,
      fc.nat(50),
      positive(1, 500),
      positive(1, 500),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, x, age, time, alive) => {
        fc.pre(ordersWhileAlive(of, x, age, time) < 500);
        const chances = ordersDistribution(of, x, age, time, 1e-4);
        const { low, median, high } = ordersInterval(alive, chances);
        expect(low).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(high);
        let inside = 0;
        for (let y = low; y <= high; y++) inside += alive * (chances[y] as number) + (y === 0 ? 1 - alive : 0);
        expect(inside).toBeGreaterThanOrEqual(0.8 - 1e-9);
      },
    ),
    { numRuns: 300 },
  );
});

test("gradients are the slopes of the likelihoods", () => {
  const data = collapseHistories({
    frequency: [0, 3, 12, 0, 1, 1, 400],
    recency: [0, 20, 30.5, 0, 0, 30, 29],
    age: [0, 25, 31, 38, 30, 30, 30],
  });
  const { groups } = groupSpend({ orders: [1, 3, 12, 1, 200], mean: [20, 35.5, 12, 80, 31] });
  for (const [likelihood, params] of [
    [bgNbdLikelihood(data, 0), [0.3, 5, 0.7, 2.1]],
    [bgNbdLikelihood(data, 1), [1.4, 0.02, 1, 0.3]],
    [paretoNbdLikelihood(data), [0.5, 10, 0.6, 12]],
    [paretoNbdLikelihood(data), [2.5, 40, 1, 0.3]],
    [gammaGammaLikelihood(groups), [4, 3.1, 0.8]],
  ] as const) {
    const gradient = new Float64Array(params.length);
    const ignored = new Float64Array(params.length);
    likelihood(params, gradient);
    params.forEach((value, k) => {
      const step = 1e-6 * value;
      const moved = (by: number) =>
        likelihood(
          params.map((param, i) => (i === k ? param + by : param)),
          ignored,
        );
      const slope = (moved(step) - moved(-step)) / (2 * step);
      expect(Math.abs(slope - (gradient[k] as number))).toBeLessThan(1e-4 * (1 + Math.abs(slope)));
    });
  }
});

test("any valid store is fitted and forecast without a failure, in every model", () => {
  fc.assert(
    fc.property(store, fc.boolean(), ({ spend, ...histories }, maximumLikelihood) => {
      const data = collapseHistories(histories);
      for (const name of ["bg", "mbg", "pareto"] as const) {
        for (const value of paramList(fitOrderModel(name, data, { maximumLikelihood }).model)) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThan(Infinity);
        }
      }
      const forecast = forecastStore({ histories, spend, horizonDays: 365, random: seededRandom(1), draws: 40, maximumLikelihood });
      const { customers, intervals, totals } = forecast;
      for (const column of [
        customers.pAlive,
        customers.pAtLeastOne,
        customers.expectedOrders,
        customers.expectedSpend,
        customers.clv,
        intervals.highClv,
      ]) {
        for (const value of column) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(Infinity);
        }
      }
      intervals.medianClv.forEach((median, i) => {
        expect(intervals.lowClv[i]).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(intervals.highClv[i] as number);
      });
      expect(totals.clv.low).toBeLessThanOrEqual(totals.clv.mean);
      expect(totals.clv.mean).toBeLessThanOrEqual(totals.clv.high);
    }),
    { numRuns: 100 },
  );
}, 120_000);

test("invalid data are refused with the row and the column", () => {
  const refuse = (frequency: number, recency: number, age: number) => () =>
    collapseHistories({ frequency: [0, frequency], recency: [0, recency], age: [5, age] });
  expect(refuse(-1, 0, 5)).toThrow(/Row 1, frequency: -1/);
  expect(refuse(1.5, 1, 5)).toThrow(/Row 1, frequency: 1.5/);
  expect(refuse(1, 6, 5)).toThrow(/Row 1, recency: 6 is longer/);
  expect(refuse(0, 2, 5)).toThrow(/Row 1, recency: 2 is not 0/);
  expect(refuse(1, Number.NaN, 5)).toThrow(/Row 1, recency: NaN/);
  expect(refuse(1, 1, Infinity)).toThrow(/Row 1, age: Infinity/);
  expect(() => fitGammaGamma({ orders: [1, 2], mean: [3, -4] })).toThrow(/Row 1, spend: -4/);
  expect(() => fitGammaGamma({ orders: [1, 2], mean: [3, Number.NaN] })).toThrow(/Row 1, spend: NaN/);
});

test("collapsing keeps every customer's row and does not change the likelihood", () => {
  fc.assert(
    fc.property(store, ({ frequency, recency, age }) => {
      const data = collapseHistories({ frequency, recency, age });
      expect(data.weight.reduce((sum, count) => sum + count, 0)).toBe(frequency.length);
      let sum = 0;
      const ignored = new Float64Array(4);
      frequency.forEach((x, i) => {
        const row = data.rowOf[i] as number;
        expect(data.frequencies[data.frequencyAt[row] as number]).toBe(x);
        expect(data.recencies[data.recencyAt[row] as number]).toBe(recency[i]);
        expect(data.ages[data.ageAt[row] as number]).toBe(age[i]);
        sum += bgNbdLikelihood(collapseHistories({ frequency: [x], recency: [recency[i] as number], age: [age[i] as number] }), 0)(
          [0.4, 30, 0.8, 2],
          ignored,
        );
      });
      const whole = bgNbdLikelihood(data, 0)([0.4, 30, 0.8, 2], ignored);
      expect(Math.abs(whole - sum)).toBeLessThan(1e-9 * (1 + Math.abs(sum)));
    }),
    { numRuns: 100 },
  );
});

test("the five steps of a customer multiply to the forecast", () => {
  fc.assert(
    fc.property(model, fc.nat(20), positive(1, 700), (of, frequency, age) => {
      const customer = { history: { frequency, recency: frequency === 0 ? 0 : age / 2, age }, orders: frequency + 1, meanValue: 40 };
      const steps = customerSteps(of, { p: 6, q: 4, v: 15 }, customer, 365, 1);
      const product = steps.orderValue * steps.ordersPerYear * steps.lifespanYears;
      expect(Math.abs(product - steps.clv)).toBeLessThanOrEqual(1e-9 * steps.clv + 1e-300);
      expect(steps.lifespanYears).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a store of a few one-time buyers is an early estimate that hardly expects anyone back", () => {
  const histories = {
    frequency: new Array(40).fill(0),
    recency: new Array(40).fill(0),
    age: Array.from({ length: 40 }, (_, i) => 300 + i),
  };
  const forecast = forecastStore({
    histories,
    spend: { orders: new Array(40).fill(1), mean: new Array(40).fill(50) },
    random: seededRandom(1),
  });
  expect(forecast.evidence.label).toBe("early");
  expect(forecast.evidence.warnings).toContain("early_estimate");
  expect(forecast.totals.orders.mean / 40).toBeLessThan(0.2);
  expect(forecast.totals.orders.mean).toBeGreaterThan(0);
});

test("the out-of-time score decides where it differs, and the evidence where it does not", () => {
  const random = seededRandom(5);
  const age = Array.from({ length: 300 }, () => Math.floor(random() * 400));
  const frequency = age.map((time) => Math.floor(random() * 4 * (time > 10 ? 1 : 0)));
  const recency = age.map((time, i) => (frequency[i] === 0 ? 0 : Math.floor(random() * time)));
  const data = collapseHistories({ frequency, recency, age });
  const byEvidence = chooseOrderModel(data);
  expect(byEvidence.decidedBy).toBe("evidence");
  expect(byEvidence.fit.model.name).toBe(byEvidence.candidates.reduce((top, one) => (one.score > top.score ? one : top)).name);
  const worst = byEvidence.candidates.reduce((low, one) => (one.score < low.score ? one : low)).name;
  const scores = { bg: 1, mbg: 1, pareto: 1, [worst]: 0.9 };
  const byScore = chooseOrderModel(data, { outOfTime: scores });
  expect(byScore.fit.model.name).toBe(worst);
  expect(byScore.decidedBy).toBe("out_of_time");
  const alike = chooseOrderModel(data, { outOfTime: { bg: 1, mbg: 1.001, pareto: 1.002 } });
  expect(alike.fit.model.name).toBe(byEvidence.fit.model.name);
  expect(alike.decidedBy).toBe("tie");
  const best = byEvidence.fit.model.name;
  const last = byEvidence.candidates.find(({ name }) => name !== best && name !== worst)?.name ?? worst;
  expect(chooseOrderModel(data, { outOfTime: { ...scores, [best]: 0.9, [worst]: 0.9, [last]: 1 } })).toMatchObject({
    decidedBy: "tie",
    fit: { model: { name: best } },
  });
});

test("the same seed gives the same figures", () => {
  const histories = { frequency: [0, 2, 5], recency: [0, 40, 90], age: [10, 100, 100] };
  const spend = { orders: [1, 3, 6], mean: [20, 30, 40] };
  const once = forecastStore({ histories, spend, random: seededRandom(42) });
  const again = forecastStore({ histories, spend, random: seededRandom(42) });
  expect(again.totals).toEqual(once.totals);
  expect(again.intervals).toEqual(once.intervals);
});

test("simulated spend has the mean that the formulas give", () => {
  const count = 400;
  const histories = { frequency: new Array(count).fill(3), recency: new Array(count).fill(80), age: new Array(count).fill(100) };
  const spend = { orders: new Array(count).fill(4), mean: Array.from({ length: count }, (_, i) => 20 + (i % 40)) };
  const { customers, intervals } = forecastStore({ histories, spend, random: seededRandom(3), model: "bg" });
  const mean = intervals.totalClv.reduce((sum, value) => sum + value, 0) / intervals.totalClv.length;
  const expected = customers.clv.reduce((sum, value) => sum + value, 0);
  expect(Math.abs(mean / expected - 1)).toBeLessThan(0.02);
});
