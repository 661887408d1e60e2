import { inShop } from "../app/database/pool.server.ts";
import type { ExperimentDetail } from "../app/experiments/experiment.ts";
import { getExperiment } from "../app/experiments/experiments.server.ts";
import { drawNormal, seededRandom } from "../app/value/models/seeded-random.ts";
import { type BroughtOrder, type Exposed, expose, type MadeExperiment, makeExperiment, sellToVisitors } from "./exposed-visitors.ts";
import { analyzeTables, insertShop } from "./test-database.ts";

/** After the visitors of a trial. */
export const NOW = new Date("2026-03-29T12:00:00Z");

/** A shop with a live offer (1, a percentage) and a drafted one (2, an amount). */
export async function insertTrialShop(): Promise<number> {
  const shopId = await insertShop();
  await inShop(shopId, (db) =>
    db.run(
      `insert into offers (shop_id, id, name, stage, status, headline, body, discount_kind, discount_value, trigger)
       values ($1, 1, 'Socks', 'profit_maximizer', 'live', 'Add socks', 'Warm', 'percentage', 2000, '{"kind":"any"}'),
              ($1, 2, 'Hat', 'profit_maximizer', 'draft', 'Add a hat', '', 'amount', 500, '{"kind":"any"}')`,
      [shopId],
    ),
  );
  return shopId;
}

export interface Trial {
  readonly visitors?: number;
  readonly controlShare?: number;
  readonly conversion?: readonly [number, number];
  /** times profit in the treatment arm */
  readonly lift?: number;
  readonly seed?: number;
}

/** Visitors of four weeks from 2 March on, in both arms of experiment `id`, who buy within an hour or not at all. */
export async function visitTrial(
  databaseUrl: string,
  shopId: number,
  { id, visitors = 8000, controlShare = 0.5, conversion = [0.3, 0.3], lift = 1, seed = 1 }: Trial & { readonly id: number },
): Promise<void> {
  const random = seededRandom(seed);
  const units: Exposed[] = [];
  const orders: BroughtOrder[] = [];
  const start = Date.parse("2026-03-02T00:00:00Z");
  for (let at = 0; at < visitors; at++) {
    const treated = random() >= controlShare;
    const moment = start + (at / visitors) * 27 * 86_400_000;
    units.push({ visitor: `v${seed}-${at}`, arm: treated ? "treatment" : "control", at: new Date(moment).toISOString() });
    if (random() >= conversion[treated ? 1 : 0]) continue;
    const subtotal = Math.round(2000 * Math.exp(0.5 * drawNormal(random)) * (treated ? lift : 1));
    orders.push({ id: seed * 100_000 + at, at: new Date(moment + 3_600_000).toISOString(), subtotal, visitor: `v${seed}-${at}` });
  }
  await expose(shopId, id, units);
  await sellToVisitors(shopId, orders);
  await analyzeTables(databaseUrl);
}

/** An experiment of its own, whose number it gives, filled with a trial. */
export async function tryOut(
  databaseUrl: string,
  shopId: number,
  { made = {}, ...trial }: Trial & { readonly made?: MadeExperiment } = {},
): Promise<number> {
  const id = await makeExperiment(shopId, made);
  await visitTrial(databaseUrl, shopId, { id, ...trial });
  return id;
}

export async function latestOf(shopId: number, id: number): Promise<ExperimentDetail> {
  const detail = await getExperiment(shopId, id);
  if (!detail) throw new Error("no experiment");
  return detail;
}
