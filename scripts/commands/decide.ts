import os from "node:os";
import { Command } from "commander";
import { print } from "./print.ts";
import { readCount } from "./read-count.ts";

/** `crescendo decide ...`: how fast offers are decided on. */
export function decideCommand(): Command {
  return new Command("decide").exitOverride().description("How fast offers are decided on.").addCommand(benchCommand());
}

function benchCommand(): Command {
  return new Command("bench")
    .exitOverride()
    .description(
      "Puts the production server under load with requests as Shopify's app proxy signs them, in a shop made for it on a PostgreSQL of its own; the co-purchases are rebuilt and swapped while it runs. Server, database, rebuild and load generator share this machine's processors.",
    )
    .option("--rps <number>", "requests a second, whether or not earlier ones were answered", readCount(5_000), 500)
    .option("--seconds <number>", "how long", readCount(3_600), 60)
    .option("--skus <number>", "products of the shop", readCount(1_000_000), 100_000)
    .option("--json", "print JSON", false)
    .action(async (options: { rps: number; seconds: number; skus: number; json: boolean }) => {
      const { withBenchShop } = await import("../../bench/decide/with-bench-shop.ts");
      const { overHttp } = await import("../../bench/decide/over-http.ts");
      const load = await withBenchShop(options.skus, (shop) =>
        overHttp(shop, { perSecond: options.rps, seconds: options.seconds, products: options.skus, swap: true }),
      );
      const result = {
        p50_ms: load.p50,
        p95_ms: load.p95,
        p99_ms: load.p99,
        max_ms: load.max,
        errors: load.errors,
        cores: os.availableParallelism(),
        requests: load.requests,
        offers: load.offers,
        model_swaps: load.swaps,
      };
      if (options.json) return print(JSON.stringify(result));
      print(
        `${load.requests} requests at ${options.rps} a second on ${result.cores} processors: p50 ${load.p50} ms, p95 ${load.p95} ms, p99 ${load.p99} ms, ${load.errors} errors, ${load.offers} offers, ${load.swaps} model swap${load.swaps === 1 ? "" : "s"}`,
      );
    });
}
