import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildNeighbours } from "../../app/funnel/affinity/build-neighbours.ts";
import { seededRandom } from "../../app/value/models/seeded-random.ts";
import { generatedBaskets } from "./generated-baskets.ts";

export interface BuildTime {
  readonly build_ms: number;
  /** of the whole process, the orders included */
  readonly peak_rss_mb: number;
  /** distinct products bought together */
  readonly pairs: number;
}

/** Builds the co-purchase table of made-up orders in a process of its own. */
export async function measureBuild(orders: number, products: number): Promise<BuildTime> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), String(orders), String(products)]);
  return JSON.parse(stdout) as BuildTime;
}

function build(orders: number, products: number): BuildTime {
  const baskets = generatedBaskets(orders, products, seededRandom(1));
  const began = performance.now();
  const { pairs } = buildNeighbours(baskets);
  return {
    build_ms: Math.round((performance.now() - began) * 10) / 10,
    peak_rss_mb: Math.round((process.resourceUsage().maxRSS / 1024) * 10) / 10,
    pairs,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(JSON.stringify(build(Number(process.argv[2]), Number(process.argv[3]))));
}
