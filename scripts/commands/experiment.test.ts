import { spawn } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { sampleRatio, sequentialRatioOfPlans } from "../../app/experiments/sample-ratio.ts";

const script = path.resolve(import.meta.dirname, "../crescendo.ts");

function crescendo(parameters: readonly string[], input = ""): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...parameters], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

test("a comparison is read from standard input and printed as JSON", async () => {
  const welch = {
    kind: "welch",
    a: { type: "SampleMean", n: 3407, sum: 1396.87, sum_squares: 52377.9767 },
    b: { type: "SampleMean", n: 3461, sum: 2422.7, sum_squares: 134698.29 },
    config: { difference: "relative", alpha: 0.05 },
  };
  const { code, out } = await crescendo(["experiment", "compare", "--json"], JSON.stringify(welch));
  expect(code).toBe(0);
  const result = JSON.parse(out) as { expected: number; ci: [number, number]; stddev: number; pValue: number };
  expect(result.expected).toBeCloseTo(0.70732, 5);
  expect(result.ci[0]).toBeCloseTo(-0.03526, 5);
  expect(result.ci[1]).toBeCloseTo(1.44989, 5);
  expect(result.stddev).toBeCloseTo(0.37879, 5);
  expect(result.pValue).toBeCloseTo(0.06191, 5);
});

test("a comparison that cannot be read ends with 2 and says what is wrong", async () => {
  for (const input of ["", "{", JSON.stringify({ kind: "guess", a: {}, b: {}, config: {} })]) {
    const { code, out, err } = await crescendo(["experiment", "compare", "--json"], input);
    expect(code, input).toBe(2);
    expect(out).toBe("");
    expect(err.trim()).not.toBe("");
  }
});

test("sizes of groups are answered by chi-square, and at any look by what the page of an experiment says", async () => {
  const groups = { users: [31, 92], weights: [0.5, 0.5] };
  const answer = async (...parameters: string[]) => {
    const { code, out } = await crescendo(["experiment", "srm", ...parameters, "--json"], JSON.stringify(groups));
    expect(code).toBe(0);
    return JSON.parse(out) as unknown;
  };
  expect(await answer()).toEqual({ pValue: sampleRatio(groups.users, groups.weights) });
  expect(await answer("--sequential")).toEqual({ pValue: sequentialRatioOfPlans([groups]) });
  // by the logarithms of the gamma function of Python's library
  expect(sequentialRatioOfPlans([groups])).toBeCloseTo(3.7333608236322783e-6, 12);
});

test("the policies' shares of the oracle are printed for each policy", async () => {
  const { code, out } = await crescendo(["simulate", "offers", "--stores", "1", "--visitors", "2000", "--json"]);
  expect(code).toBe(0);
  const result = JSON.parse(out) as Record<string, { mean: number; attributed: number }>;
  expect(Object.keys(result).sort()).toEqual(["incremental", "most_accepted", "random", "thompson_accepts", "thompson_margin"]);
  for (const { mean, attributed } of Object.values(result)) expect(Number.isFinite(mean) && Number.isFinite(attributed)).toBe(true);
});
