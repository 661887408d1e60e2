import { Command, Option } from "commander";
import { measureBuild } from "../../bench/offers/measure-build.ts";
import { evaluateAffinity } from "./affinity/evaluate-affinity.ts";
import { readBasketLines } from "./affinity/read-basket-lines.ts";
import { readCases } from "./affinity/read-cases.ts";
import { readOnlineRetail } from "./affinity/read-online-retail.ts";
import { print } from "./print.ts";
import { readCount } from "./read-count.ts";

/** `crescendo affinity ...`: what is bought together, measured from files. */
export function affinityCommand(): Command {
  return new Command("affinity")
    .exitOverride()
    .description("What is bought together: how well it is predicted, and how fast it is learned.")
    .addCommand(evaluateCommand())
    .addCommand(benchCommand());
}

function evaluateCommand(): Command {
  return new Command("evaluate")
    .exitOverride()
    .description(
      "Learns from baskets and scores next-item cases: HR@10 and NDCG@10 of what would be served (auto), its parts and popularity.",
    )
    .requiredOption("--baskets <file>", "the baskets, plain or .gz")
    .requiredOption(
      "--cases <file>",
      "JSON, plain or .gz: trainBaskets or trainLineNumbers0, and lists small and/or loo of [context items, target]",
    )
    .addOption(
      new Option(
        "--format <format>",
        "online-retail: order lines as CSV in the columns of UCI Online Retail; baskets: one basket a line, separated throughout by what most lines have: commas (names may then hold spaces) or spaces",
      )
        .choices(["online-retail", "baskets"])
        .default("online-retail"),
    )
    .option("--json", "print JSON", false)
    .action(async (options: { baskets: string; cases: string; format: "online-retail" | "baskets"; json: boolean }) => {
      const cases = readCases(options.cases);
      const file = await (options.format === "baskets" ? readBasketLines : readOnlineRetail)(options.baskets);
      const { scores, unseen, chosen } = evaluateAffinity(file, cases);
      for (const [list, { target, context }] of Object.entries(unseen)) {
        if (target + context === 0) continue;
        process.stderr.write(
          `${list}: of ${cases[list as keyof typeof unseen]?.length} cases, training never saw the target of ${target} and any item of the context of ${context}.\n`,
        );
      }
      if (options.json) return print(JSON.stringify(scores, null, 2));
      print(`${file.baskets.length} baskets, ${file.names.length} products; ${file.leftOut} lines left out.`);
      print(`auto: small carts ${JSON.stringify(chosen.recipes.small)}, large carts ${JSON.stringify(chosen.recipes.large)}`);
      for (const [list, models] of Object.entries(scores)) {
        for (const [name, score] of Object.entries(models)) {
          print(`${list.padEnd(6)}${name.padEnd(12)}HR@10 ${score.hr10.toFixed(4)}  NDCG@10 ${score.ndcg10.toFixed(4)}  of ${score.n}`);
        }
      }
    });
}

function benchCommand(): Command {
  return new Command("bench")
    .exitOverride()
    .description("Times the co-purchase build on made-up orders of 2.4 products each; memory includes the orders themselves.")
    .requiredOption("--orders <number>", "how many orders", readCount(50_000_000))
    .requiredOption("--skus <number>", "how many products", readCount(1_000_000))
    .option("--json", "print JSON", false)
    .action(async (options: { orders: number; skus: number; json: boolean }) => {
      const result = await measureBuild(options.orders, options.skus);
      if (options.json) return print(JSON.stringify(result, null, 2));
      print(`${result.pairs} pairs in ${(result.build_ms / 1000).toFixed(2)} s, at most ${result.peak_rss_mb.toFixed(0)} MB resident.`);
    });
}
