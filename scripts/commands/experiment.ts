import { Command, Option } from "commander";
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

function compareCommand(): Command {
  return new Command("compare")
    .exitOverride()
    .description("Reads one case from standard input as JSON: {kind, a, b, config}; a is control, b treatment.")
    .option("--json", "print JSON", false)
    .action(async (options: { json: boolean }) => {
      const { kind: _, ...result } = compare(await readJson(CompareCase));
      print(result, options.json);
    });
}

/** One case; where the data cannot say anything yet, all figures are null beside the reason. */
export function compare({ kind, a, b, config: given }: CompareCase) {
  const { difference, alpha, tuning, prior } = given;
  const config = { difference, alpha, ...(tuning !== undefined && { tuning }), ...(prior && { prior }) };
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
    .addOption(new Option("--version <version>", "of the hash").choices(["1", "2"]).default("2"))
    .option("--json", "print JSON", false)
    .action((options: { seed: string; id: string; version: "1" | "2"; json: boolean }) => {
      print({ hash: hashUnit(options.seed, options.id, options.version === "1" ? 1 : 2) }, options.json);
    });
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
    .action(async (options: { sequential: boolean; json: boolean }) => {
      const { users, weights } = await readJson(RatioCase);
      print({ pValue: options.sequential ? sequentialRatioOfPlans([{ users, weights }]) : sampleRatio(users, weights) }, options.json);
    });
}

function print(result: object, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else for (const [name, value] of Object.entries(result)) process.stdout.write(`${name} ${JSON.stringify(value)}\n`);
}
