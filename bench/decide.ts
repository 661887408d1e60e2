import { Console } from "node:console";
import { overHttp } from "./decide/over-http.ts";
import { percentiles } from "./decide/percentiles.ts";
import { visitOf } from "./decide/visit.ts";
import { type BenchShop, withBenchShop } from "./decide/with-bench-shop.ts";

/**
 * How long a decision takes: inside the app, one after the other and four at a time, and over HTTP through the production
 * server at 100 requests a second. `node bench/decide.ts [decisions]`
 */
const count = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 2_000);
const PRODUCTS = 4_000;
const LOAD = { perSecond: 100, seconds: 20, products: PRODUCTS, swap: false };
const now = () => new Date();

await withBenchShop(PRODUCTS, measure);

async function measure(shop: BenchShop): Promise<void> {
  const { decide } = await import("../app/funnel/serve/decide.server.ts");
  const { rebuildAffinity } = await import("../app/funnel/learn/affinity.server.ts");
  const { shopId, domain } = shop;
  const rebuilding = performance.now();
  const affinity = await rebuildAffinity(shopId, now());
  const rebuildSeconds = (performance.now() - rebuilding) / 1000;

  const outcomes = { offer: 0, none: 0 };
  const one = async (at: number): Promise<number> => {
    const began = performance.now();
    const view = await decide({ shopId, domain, currency: "GBP", timezone: "UTC" }, { ...visitOf(at, PRODUCTS), kept: true, now: now() });
    outcomes[view.kind]++;
    return performance.now() - began;
  };
  for (let at = 0; at < 200; at++) await one(at);
  const cpuBefore = process.cpuUsage();
  const alone: number[] = [];
  for (let at = 0; at < count; at++) alone.push(await one(200 + at));
  const cpu = process.cpuUsage(cpuBefore);
  const cpuMs = round((cpu.user + cpu.system) / 1000 / count);
  const together: number[] = [];
  let next = 200 + count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (next < 200 + 2 * count) together.push(await one(next++));
    }),
  );
  const perSecond = Math.round(count / ((performance.now() - began) / 1000));
  const http = await overHttp(shop, LOAD);
  printTable({
    "in the app, alone": percentiles(alone),
    "in the app, four at a time": percentiles(together),
    [`over HTTP, ${LOAD.perSecond} a second`]: { p50: http.p50, p95: http.p95, p99: http.p99, max: http.max },
  });
  process.stderr.write(
    `${http.requests} requests over HTTP: ${http.offers} offers, ${http.errors} errors; ${cpuMs} ms of the app's own processor time a decision; co-purchases of ${affinity.orders} orders rebuilt in ${round(rebuildSeconds)} s\n`,
  );
  const inApp = { decisions: count, outcomes, cpuMs, alone: percentiles(alone), fourAtATime: { ...percentiles(together), perSecond } };
  process.stdout.write(`${JSON.stringify({ decide: { http, inApp, affinity: { ...affinity, seconds: round(rebuildSeconds) } } })}\n`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function printTable(rows: object): void {
  new Console(process.stderr).table(rows);
}
