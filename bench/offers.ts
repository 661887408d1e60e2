import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { seededRandom } from "../app/value/models/seeded-random.ts";
import { type AffinityScores, evaluateAffinity } from "../scripts/commands/affinity/evaluate-affinity.ts";
import { readCases } from "../scripts/commands/affinity/read-cases.ts";
import { readOnlineRetail } from "../scripts/commands/affinity/read-online-retail.ts";
import { AA_STUDY, type AaResult, simulateAa } from "./offers/aa-simulation.ts";
import { functionBundle, functionInput, functionWork } from "./offers/function-work.ts";
import { type BuildTime, measureBuild } from "./offers/measure-build.ts";
import { type SimulationResult, simulatePolicies } from "./offers/simulate-policies.ts";

export interface OffersBench {
  /** next-item cases of Online Retail; null where the data folder is absent */
  readonly affinity: AffinityScores | null;
  readonly builds: readonly (BuildTime & { readonly orders: number; readonly products: number })[];
  readonly simulator: SimulationResult;
  readonly aa: AaResult;
  /** calls and jumps of the discount Function in a cart of so many lines, one of them with a token, and 20 offers */
  readonly function: Readonly<Record<(typeof FUNCTION_LINES)[number], number>>;
  /** `crescendo decide bench` */
  readonly decisions: { readonly p50_ms: number; readonly p95_ms: number; readonly p99_ms: number; readonly errors: number };
}

const BUILDS = [
  { orders: 1_000_000, products: 20_000 },
  { orders: 10_000_000, products: 100_000 },
] as const;
const FUNCTION_LINES = [200, 300, 400] as const;

/** Quality and speed of affinity, the policy against a known truth, and false positives where nothing is. What of it takes longest is the load on decisions; about two minutes. */
export async function benchOffers(): Promise<OffersBench> {
  const data = path.join(process.env.CRESCENDO_DATA ?? path.resolve(import.meta.dirname, "../../shared/data"), "offers");
  const baskets = path.join(data, "online-retail.csv.gz");
  const builds = [];
  // each in a process of its own: its memory is then nobody else's
  for (const size of BUILDS) builds.push({ ...size, ...(await measureBuild(size.orders, size.products)) });
  return {
    affinity: fs.existsSync(baskets)
      ? evaluateAffinity(await readOnlineRetail(baskets), readCases(path.join(data, "onlineretail-cases.json.gz"))).scores
      : null,
    builds,
    simulator: simulatePolicies(20, 60_000),
    aa: simulateAa(AA_STUDY, 1000, seededRandom(28)),
    function: await functionByLines(),
    decisions: await decisionsUnderLoad(),
  };
}

async function functionByLines(): Promise<OffersBench["function"]> {
  const bundle = await functionBundle();
  const work = await Promise.all(FUNCTION_LINES.map((lines) => functionWork(bundle, functionInput(lines, 1, 20))));
  return Object.fromEntries(FUNCTION_LINES.map((lines, at) => [lines, work[at]])) as OffersBench["function"];
}

/** 500 requests a second for a minute, of 100,000 products, with a swap of the co-purchases; in a process of its own. */
async function decisionsUnderLoad(): Promise<OffersBench["decisions"]> {
  const command = [path.resolve(import.meta.dirname, "../scripts/crescendo.ts"), "decide", "bench", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", ...command]);
  return JSON.parse(stdout) as OffersBench["decisions"];
}

/** The figures beside what they must reach. */
export function offersTable(result: OffersBench): { figure: string; measured: string; target: string }[] {
  const { affinity, builds, simulator, aa, decisions } = result;
  const rows: { figure: string; measured: string; target: string }[] = [];
  const add = (figure: string, measured: string, target: string) => rows.push({ figure, measured, target });
  if (affinity) {
    add("Online Retail, small carts, NDCG@10", figure(affinity.small?.auto?.ndcg10), ">= 0.102, stretch 0.106");
    add("Online Retail, small carts, HR@10", figure(affinity.small?.auto?.hr10), ">= 0.170, stretch 0.175");
    add("Online Retail, full baskets, NDCG@10", figure(affinity.loo?.auto?.ndcg10), ">= 0.193");
  } else {
    add("Online Retail", "no data: set CRESCENDO_DATA to the folder of the real data", "");
  }
  const limits = ["<= 2 s", "<= 15 s, <= 500 MB"];
  builds.forEach(({ orders, products, build_ms, peak_rss_mb }, at) => {
    add(
      `Build, ${orders / 1e6}M orders x ${products} products`,
      `${(build_ms / 1000).toFixed(2)} s, ${peak_rss_mb.toFixed(0)} MB`,
      limits[at] ?? "",
    );
  });
  const { incremental, thompson_accepts } = simulator;
  add("Simulator, share of oracle, mean", figure(incremental.mean), ">= 0.70");
  add("Simulator, share of oracle, minimum", figure(incremental.minimum), "> 0");
  add("Simulator, chasing accepts, mean", figure(thompson_accepts.mean), "< 0");
  add("A/A, 28 daily looks, 90/10, false positives", figure(aa.sequential), "<= 0.05");
  add("the same, a t test read daily", figure(aa.peekingT), "(about 0.3)");
  const [short, middle, long] = FUNCTION_LINES.map((lines) => result.function[lines]) as [number, number, number];
  add("Function, 20 offers, calls and jumps for 100 lines more", `${middle - short} after 200, ${long - middle} after 300`, "the same");
  const { p50_ms, p95_ms, p99_ms, errors } = decisions;
  add("Decisions, 500/s, 100000 products, a swap", `p50 ${p50_ms}, p95 ${p95_ms}, p99 ${p99_ms} ms, ${errors} errors`, "p99 < 20 ms");
  return rows;
}

function figure(value: number | undefined): string {
  return value === undefined ? "-" : value.toFixed(4);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await benchOffers();
  console.table(offersTable(result));
  console.log(JSON.stringify({ offers: result }));
}
