import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { seededRandom } from "../app/value/models/seeded-random.ts";
import { type AffinityScores, evaluateAffinity } from "../scripts/commands/affinity/evaluate-affinity.ts";
import { readCases } from "../scripts/commands/affinity/read-cases.ts";
import { readOnlineRetail } from "../scripts/commands/affinity/read-online-retail.ts";
import { AA_STUDY, type AaResult, simulateAa } from "./offers/aa-simulation.ts";
import { type BuildTime, measureBuild } from "./offers/measure-build.ts";
import { type SimulationResult, simulatePolicies } from "./offers/simulate-policies.ts";

export interface OffersBench {
  /** next-item cases of Online Retail; null where the data folder is absent */
  readonly affinity: AffinityScores | null;
  readonly builds: readonly (BuildTime & { readonly orders: number; readonly products: number })[];
  readonly simulator: SimulationResult;
  readonly aa: AaResult;
}

const BUILDS = [
  { orders: 1_000_000, products: 20_000 },
  { orders: 10_000_000, products: 100_000 },
] as const;

/** Quality and speed of affinity, the policy against a known truth, and false positives where nothing is. About two minutes. */
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
  };
}

/** The figures beside what they must reach. */
export function offersTable({ affinity, builds, simulator, aa }: OffersBench): { figure: string; measured: string; target: string }[] {
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
