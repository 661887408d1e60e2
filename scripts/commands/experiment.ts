import { Command, InvalidArgumentError } from "commander";
import { bayes } from "../../app/experiments/bayes.ts";
import { sampleRatio, sequentialRatioOfPlans } from "../../app/experiments/sample-ratio.ts";
import { sequential, sequentialOneSided } from "../../app/experiments/sequential.ts";
import { welch } from "../../app/experiments/welch.ts";
import { hashUnit } from "../../app/funnel/policy/hash-unit.ts";
import { CompareCase, RatioCase, readJson } from "./experiment/read-json.ts";

/** `crescendo experiment ...`: the statistics behind the experiments page, for anyone to check. */
export function experimentCommand(): Command {
  return new Command("experiment")
    .exitOverride()
    .description("The statistics of experiments: compare two arms, assign a unit, check the sample ratio.")
    .addCommand(compareCommand())
    .addCommand(assignCommand())
    .addCommand(ratioCommand());
}

const COMPARE_HELP = `
kind    welch, sequential, sequential_one_sided or bayes
a, b    {"type": "SampleMean", "n", "sum", "sum_squares"} or {"type": "Proportion", "n", "sum"}
config  {"difference": "relative" or "absolute", "alpha"}; sequential kinds also take "tuning" (5000 unless given),
        bayes a "prior": {"mean", "variance", "proper"} of the relative difference
Where the data cannot say anything yet, the figures are null beside a reason.

Example:
  echo '{"kind": "bayes", "a": {"type": "Proportion", "n": 100, "sum": 49}, "b": {"type": "Proportion", "n": 100, "sum": 51},
    "config": {"difference": "relative", "alpha": 0.05}}' | crescendo experiment compare`;

const RATIO_HELP = `
Example:
  echo '{"users": [500, 600], "weights": [0.5, 0.5]}' | crescendo experiment srm`;

function compareCommand(): Command {
  return new Command("compare")
    .exitOverride()
    .description("Reads one case from standard input as JSON: {kind, a, b, config}; a is control, b treatment.")
    .option("--json", "print JSON", false)
    .addHelpText("after", COMPARE_HELP)
    .action(async (options: { json: boolean }) => {
      const { kind: _, ...result } = compare(await readJson(CompareCase));
      print(result, options.json);
    });
}

/** One case; where the data cannot say anything yet, all figures are null beside the reason. */
export function compare({ kind, a, b, config: given }: CompareCase) {
  const { difference, alpha, tuning, prior } = given;
  const config = { difference, alpha, ...(tuning && { tuning }), ...(prior?.proper && { prior }) };
  switch (kind) {
    case "welch":
      return orNothing(welch(a, b, config), { expected: null, ci: [null, null], stddev: null, pValue: null });
    case "sequential":
      return orNothing(sequential(a, b, config), { expected: null, ci: [null, null], stddev: null, pValue: null });
    case "sequential_one_sided": {
      const result = orNothing(sequentialOneSided(a, b, config), { expected: null, lower: null, upper: null });
      return "stddev" in result ? { kind: result.kind, expected: result.expected, lower: result.lower, upper: result.upper } : result;
    }
    case "bayes":
      return orNothing(bayes(a, b, config), { expected: null, ci: [null, null], stddev: null, chanceToWin: null, risk: [null, null] });
  }
}

function orNothing<R extends { kind: string }, N extends object>(result: R, nothing: N) {
  return result.kind === "not_enough_data" ? { ...nothing, ...result } : result;
}

function assignCommand(): Command {
  return new Command("assign")
    .exitOverride()
    .description("Where a unit falls in [0, 1): FNV-1a, as in the GrowthBook SDK specification.")
    .requiredOption("--seed <text>", "of the experiment; may be empty")
    .requiredOption("--id <text>", "of the unit")
    .option("--version <version>", "of the hash: 1 or 2; of another the hash is null, as the specification has it", readVersion, 2)
    .option("--json", "print JSON", false)
    .action(({ seed, id, version, json }: { seed: string; id: string; version: number; json: boolean }) => {
      const known = version === 1 || version === 2;
      if (!known) process.stderr.write(`There is no version ${version} of the hash: give 1 or 2.\n`);
      print({ hash: known ? hashUnit(seed, id, version) : null }, json);
    });
}

function readVersion(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Give 1 or 2.");
  return Number(text);
}

function ratioCommand(): Command {
  return new Command("srm")
    .exitOverride()
    .description("Reads {users, weights} from standard input as JSON: p of these users if the planned weights hold.")
    .option(
      "--sequential",
      "valid at any look, as the page of an experiment has it: a mixture of Dirichlet-multinomials instead of chi-square",
      false,
    )
    .option("--json", "print JSON", false)
    .addHelpText("after", RATIO_HELP)
    .action(async (options: { sequential: boolean; json: boolean }) => {
      const { users, weights } = await readJson(RatioCase);
      print({ pValue: options.sequential ? sequentialRatioOfPlans([{ users, weights }]) : sampleRatio(users, weights) }, options.json);
    });
}

function print(result: object, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else for (const [name, value] of Object.entries(result)) process.stdout.write(`${name} ${JSON.stringify(value)}\n`);
}
