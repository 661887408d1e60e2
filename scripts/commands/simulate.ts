import { Command } from "commander";
import { simulatePolicies } from "../../bench/offers/simulate-policies.ts";
import { print } from "./print.ts";
import { readCount } from "./read-count.ts";

/** `crescendo simulate ...`: what ways of choosing offers earn where the truth is known. */
export function simulateCommand(): Command {
  return new Command("simulate").exitOverride().description("Made-up stores of which the truth is known.").addCommand(offersCommand());
}

function offersCommand(): Command {
  return new Command("offers")
    .exitOverride()
    .description(
      "Lets five policies choose offers in the same stores: share of the profit that an oracle would add (all visitors, a tenth held out), and what a dashboard would attribute.",
    )
    .option("--stores <number>", "how many stores", readCount(1000), 20)
    .option("--visitors <number>", "visitors of each store", readCount(10_000_000), 60_000)
    .option("--seed <number>", "the same seed gives the same stores and visitors", readCount(1_000_000), 1)
    .option("--json", "print JSON", false)
    .action((options: { stores: number; visitors: number; seed: number; json: boolean }) => {
      const result = simulatePolicies(options.stores, options.visitors, options.seed);
      if (options.json) return print(JSON.stringify(result, null, 2));
      print(`${"policy".padEnd(18)}${["mean", "sd", "minimum", "incremental", "attributed"].map((name) => name.padStart(13)).join("")}`);
      for (const [name, { mean, sd, minimum, incremental, attributed }] of Object.entries(result)) {
        const cells = [mean.toFixed(3), sd.toFixed(3), minimum.toFixed(3), incremental.toFixed(0), attributed.toFixed(0)];
        print(`${name.padEnd(18)}${cells.map((cell) => cell.padStart(13)).join("")}`);
      }
      print("Shares of oracle; incremental and attributed profit in minor units for 1,000 visitors.");
    });
}
