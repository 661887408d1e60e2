import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
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

const two = { a: { type: "Proportion", n: 100, sum: 49 }, b: { type: "Proportion", n: 100, sum: 51 } };

test("what a comparison lacks is told in one line, however many lines were given", async () => {
  const told = async (input: string) => {
    const { code, out, err } = await crescendo(["experiment", "compare", "--json"], input);
    expect({ code, out, lines: err.split("\n").length }).toEqual({ code: 2, out: "", lines: 2 });
    return err.trim();
  };
  expect(await told('{\n"kind": "welch",\n"a": ,\n"b": 1}')).toContain("Standard input is not JSON");
  expect(await told(JSON.stringify({ kind: "welch", ...two }, null, 2))).toBe("Standard input, field config: it is missing.");
  const config = { difference: "relative", alpha: 0.05, prior: { proper: true, mean: 0 } };
  expect(await told(JSON.stringify({ kind: "bayes", ...two, config }))).toBe("Standard input, field config.prior.variance: it is missing.");
});

test("null is as good as absent, a byte order mark is skipped and an improper prior needs no figures", async () => {
  const answer = async (input: string) => JSON.parse((await crescendo(["experiment", "compare", "--json"], input)).out) as unknown;
  const config = { difference: "relative", alpha: 0.05 };
  const plain = await answer(JSON.stringify({ kind: "bayes", ...two, config }));
  expect(plain).toMatchObject({ chanceToWin: expect.closeTo(0.60918, 5) });
  expect(await answer(`\uFEFF${JSON.stringify({ kind: "bayes", ...two, config: { ...config, tuning: null, prior: null } })}`)).toEqual(
    plain,
  );
  const improper = { ...config, prior: { mean: 3, variance: 0, proper: false } };
  expect(await answer(JSON.stringify({ kind: "bayes", ...two, config: improper }))).toEqual(plain);
});

test("a version of the hash that the specification does not know gives no hash", async () => {
  const assign = (version: string) => crescendo(["experiment", "assign", "--seed", "abc", "--id", "def", "--version", version, "--json"]);
  expect(await assign("99")).toMatchObject({ code: 0, out: '{\n  "hash": null\n}\n' });
  expect(await assign("two")).toMatchObject({ code: 2, out: "" });
});

test.skipIf(!existsSync("/dev/full"))("an answer that cannot be written is a failure", () => {
  const full = openSync("/dev/full", "w");
  const parameters = ["experiment", "assign", "--seed", "a", "--id", "b"];
  const { status, stderr } = spawnSync(process.execPath, [script, ...parameters], { stdio: ["ignore", full, "pipe"], encoding: "utf8" });
  closeSync(full);
  expect(status).toBe(1);
  expect(stderr).toContain("could not be written (ENOSPC)");
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

test("a command's name is none of an object's own", async () => {
  const { code, err } = await crescendo(["toString"]);
  expect({ code, err: err.trim() }).toEqual({ code: 2, err: "error: unknown command 'toString'" });
});

test("--help of a comparison has an example that works", async () => {
  const { out } = await crescendo(["experiment", "compare", "--help"]);
  const [, example = ""] = /echo '([^']+)'/.exec(out) ?? [];
  const { code, out: answer } = await crescendo(["experiment", "compare", "--json"], example);
  expect(code).toBe(0);
  expect(JSON.parse(answer)).toMatchObject({ chanceToWin: expect.closeTo(0.60918, 5) });
});
