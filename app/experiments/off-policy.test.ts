import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { seededRandom } from "../value/models/seeded-random.ts";
import { type OffPolicyLog, type OffPolicyValue, offPolicyValue } from "./off-policy.ts";

function estimated(log: OffPolicyLog) {
  const value = offPolicyValue(log);
  if (value.kind !== "estimated") throw new Error(value.reason);
  return value;
}

test("a uniform policy on a uniform log earns the mean of the log, to the last digit", () => {
  const random = seededRandom(1);
  const reward = Array.from({ length: 10_000 }, () => (random() < 0.0046 ? 1 : 0));
  const chance = reward.map(() => 1 / 34);
  const { ipw, snipw, effective, largestWeight } = estimated({ propensity: chance, target: chance, reward });
  const mean = reward.reduce<number>((sum, value) => sum + value, 0) / reward.length;
  expect(ipw.value).toBe(mean);
  expect(snipw.value).toBe(mean);
  expect(ipw.standardError).toBeCloseTo(Math.sqrt((mean * (1 - mean)) / 9_999), 12);
  expect({ effective, largestWeight }).toEqual({ effective: 10_000, largestWeight: 1 });
});

test("the three estimates are worked out by hand on a small pattern, repeated", () => {
  const repeat = (values: readonly number[]) => Array.from({ length: 300 }, () => values).flat();
  const log = {
    propensity: repeat([0.5, 0.25, 0.8, 0.1]),
    target: repeat([0.25, 0.5, 0.8, 0.05]),
    reward: repeat([4, 1, 0, 6]),
    model: { done: repeat([3, 1, 1, 5]), judged: repeat([2, 2, 1, 1]) },
  };
  // weights 0.5, 2, 1, 0.5
  const { ipw, snipw, doublyRobust, effective } = estimated(log);
  expect(ipw.value).toBeCloseTo((2 + 2 + 0 + 3) / 4, 12);
  expect(snipw.value).toBeCloseTo(7 / 4, 12);
  expect(doublyRobust?.value).toBeCloseTo((2.5 + 2 + 0 + 1.5) / 4, 12);
  expect(effective).toBeCloseTo((300 * 16) / 5.5, 9);
});

/** Four arms with known chances of success, logged by a policy with a floor. */
function simulated(seed: number, model: readonly number[]) {
  const rates = [0.1, 0.2, 0.3, 0.05];
  const logged = [0.7, 0.1, 0.1, 0.1];
  const judged = [0.1, 0.2, 0.6, 0.1];
  const random = seededRandom(seed);
  const ends = [0.7, 0.8, 0.9, 1];
  const arms = Array.from({ length: 20_000 }, () => {
    const draw = random();
    return ends.findIndex((end) => draw < end);
  });
  const dot = (values: readonly number[]) => judged.reduce((sum, chance, arm) => sum + chance * (values[arm] as number), 0);
  const log = {
    propensity: arms.map((arm) => logged[arm] as number),
    target: arms.map((arm) => judged[arm] as number),
    reward: arms.map((arm) => (random() < (rates[arm] as number) ? 1 : 0)),
    model: { done: arms.map((arm) => model[arm] as number), judged: arms.map(() => dot(model)) },
  };
  return { truth: dot(rates), estimates: estimated(log) };
}

test("each estimate finds the truth within its error, the doubly robust one with a wrong model too", () => {
  const models = { right: [0.1, 0.2, 0.3, 0.05], wrong: [0.5, 0, 0.1, 0.9] };
  for (const model of Object.values(models)) {
    const misses = { ipw: 0, snipw: 0, doublyRobust: 0 };
    for (let seed = 1; seed <= 40; seed++) {
      const { truth, estimates } = simulated(seed, model);
      for (const name of ["ipw", "snipw", "doublyRobust"] as const) {
        const { value, standardError } = estimates[name] as { value: number; standardError: number };
        if (Math.abs(value - truth) > 1.96 * standardError) misses[name]++;
      }
    }
    // 5 % of 40 are 2; more than 7 happen in less than one of 500 such rows
    for (const count of Object.values(misses)) expect(count).toBeLessThanOrEqual(7);
  }
  const right = simulated(1, models.right).estimates;
  expect(right.doublyRobust?.standardError).toBeLessThan(right.ipw.standardError);
});

test("a log that hardly ever does what the policy would do gets no verdict", () => {
  const log = (propensity: number, count: number): OffPolicyValue =>
    offPolicyValue({
      propensity: Array.from({ length: 10_000 }, (_, at) => (at < count ? propensity : 0.5)),
      target: Array.from({ length: 10_000 }, (_, at) => (at < count ? 1 : 0)),
      reward: new Float64Array(10_000),
    });
  expect(log(0.5, 499)).toMatchObject({
    kind: "refused",
    reason: "too_few_effective",
    effective: 499,
    largestWeight: 2,
    decisions: 10_000,
  });
  expect(log(0.5, 500)).toMatchObject({ kind: "estimated" });
  expect(log(0.009, 2_000)).toMatchObject({ kind: "refused", reason: "weight_too_large" });
  expect(log(0.5, 0)).toMatchObject({ kind: "refused", reason: "too_few_effective", effective: 0 });
  expect(offPolicyValue({ propensity: [], target: [], reward: [] })).toMatchObject({ kind: "refused", decisions: 0 });
});

test("a log that cannot be weighed is said to be broken", () => {
  expect(() => offPolicyValue({ propensity: [0.5, 0], target: [1, 1], reward: [1, 1] })).toThrow("Decision 1 has a propensity of 0");
  expect(() => offPolicyValue({ propensity: [0.5], target: [1, 1], reward: [1] })).toThrow("1, 2, 1 long");
});

const openBandit = path.join(process.env.CRESCENDO_DATA ?? path.resolve("../shared/data"), "offers/obd");

test.skipIf(!fs.existsSync(openBandit))("the rows of the Open Bandit Dataset give its published figures", () => {
  for (const [campaign, products, logMean] of [
    ["men", 34, 0.0046],
    ["women", 46, 0.0046],
  ] as const) {
    const uniform = 1 / products;
    const random = banditLog("random", campaign);
    const { ipw, snipw } = estimated({ ...random, target: random.reward.map(() => uniform) });
    expect(ipw.value).toBeCloseTo(logMean, 9);
    expect(snipw.value).toBeCloseTo(logMean, 9);
    // the other way round is the lesson: what Thompson sampling without a floor logs tells little of others
    const bandit = banditLog("bts", campaign);
    const reverse = offPolicyValue({ ...bandit, target: bandit.reward.map(() => uniform) });
    if (campaign === "women") expect(reverse.kind).toBe("refused");
    expect(Math.round(reverse.effective)).toBe(campaign === "men" ? 656 : 2);
  }
});

function banditLog(policy: string, campaign: string): { propensity: number[]; reward: number[] } {
  const folder = path.join(openBandit, policy, campaign);
  const file = path.join(folder, fs.readdirSync(folder).find((name) => name.startsWith(`${campaign}.csv`)) ?? `${campaign}.csv`);
  const bytes = fs.readFileSync(file);
  const [header = "", ...lines] = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8").trim().split(/\r?\n/);
  const columns = header.split(",");
  const column = (name: string) => lines.map((line) => Number(line.split(",")[columns.indexOf(name)]));
  return { propensity: column("propensity_score"), reward: column("click") };
}
