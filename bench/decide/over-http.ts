import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort, untilAnswers } from "../../scripts/processes.ts";
import { KeepAlive } from "./keep-alive.ts";
import { type Load, makeReady, putUnderLoad } from "./load.ts";
import type { BenchShop } from "./with-bench-shop.ts";

export interface HttpLoad {
  readonly perSecond: number;
  readonly seconds: number;
  readonly products: number;
  /** whether the co-purchases are rebuilt under a new version half-way, by a process beside the server */
  readonly swap: boolean;
}

export interface HttpResult extends Load {
  /** versions of the co-purchases that came into force while the load ran */
  readonly swaps: number;
}

/** One processor is left to the database, the rebuild and what asks. More processes than that share what they remember with nobody and wait for each other. */
const WEB_PROCESSES = Math.max(1, os.availableParallelism() - 1);
/** At most: where few seconds are asked for, as many of warm-up are enough. */
const WARM_SECONDS = 15;
/** Shopify's proxies keep theirs open, so those of the warm-up go on. */
const CONNECTIONS = 100;

/** The production server in a process of its own, asked as Shopify's app proxy asks. */
export async function overHttp(shop: BenchShop, { perSecond, seconds, products, swap }: HttpLoad): Promise<HttpResult> {
  const { rebuildAffinity } = await import("../../app/funnel/learn/affinity.server.ts");
  const { version } = await rebuildAffinity(shop.shopId, new Date());
  const port = await freePort();
  const web = start(
    ["../../server.ts"],
    { ROLE: "web", PORT: String(port), HOST: "127.0.0.1", WEB_CONCURRENCY: String(WEB_PROCESSES) },
    startOptions(),
  );
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilAnswers(`${url}/healthz`);
    const client = new KeepAlive(url, CONNECTIONS);
    const warmSeconds = Math.min(WARM_SECONDS, seconds);
    const ready = makeReady(shop, { requests: perSecond * (warmSeconds + seconds), perSecond, products });
    const swapping = swap ? rebuildAfter((warmSeconds + seconds / 3) * 1000, shop.shopId) : null;
    const load = await putUnderLoad(client, ready, { perSecond, warmSeconds });
    client.close();
    return { ...load, swaps: swapping ? (await versionAfter(swapping, shop.shopId)) - version : 0 };
  } finally {
    web.kill();
    await once(web, "exit");
  }
}

function start([script = "", ...parameters]: readonly string[], environment: Record<string, string>, options = QUIET): ChildProcess {
  return spawn(process.execPath, [...options, path.resolve(import.meta.dirname, script), ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "inherit", "inherit"],
  });
}

const QUIET = ["--disable-warning=ExperimentalWarning"];

/** Node's options of `npm start`. */
function startOptions(): string[] {
  const { scripts } = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, "../../package.json"), "utf8")) as {
    scripts: { start: string };
  };
  return scripts.start.split(" ").filter((word) => word.startsWith("--"));
}

/** A worker is up beside the web processes, and begins after so long. */
async function rebuildAfter(ms: number, shopId: number): Promise<void> {
  const worker = start(["rebuild-affinity.ts", String(shopId)], {});
  const ended = once(worker, "exit");
  await new Promise((resolve) => setTimeout(resolve, ms));
  worker.stdin?.write("begin\n");
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`The co-purchases could not be rebuilt under load: the process ended with ${code}.`);
}

async function versionAfter(swapping: Promise<void>, shopId: number): Promise<number> {
  await swapping;
  const { inShop } = await import("../../app/database/pool.server.ts");
  const row = await inShop(shopId, (db) =>
    db.row<{ version: number }>("select affinity_version as version from shops where id = $1", [shopId]),
  );
  return row?.version ?? 0;
}
