import { randomUUID } from "node:crypto";
import { inShop } from "../app/database/pool.server.ts";
import { type Sold, sellOrders } from "./sold-orders.ts";

export interface MadeExperiment {
  readonly kind?: "global_holdout" | "offer_holdout" | "ab_test";
  readonly offerId?: number | null;
  /** control first */
  readonly arms?: readonly string[];
  readonly plans?: readonly (readonly number[])[];
  readonly proof?: boolean;
  readonly plannedUnits?: number;
  readonly plannedEnd?: string;
  readonly endedAt?: string;
}

/** A running experiment since 2026-03-01. */
export async function makeExperiment(shopId: number, made: MadeExperiment = {}): Promise<number> {
  const arms = (made.arms ?? ["control", "treatment"]).map((key) => ({ key, name: key, change: null }));
  const plans = (made.plans ?? [arms.map(() => 1 / arms.length)]).map((weights) => ({ from: "2026-03-01T00:00:00.000Z", weights }));
  const row = await inShop(shopId, (db) =>
    db.row<{ id: number }>(
      `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans, proof, planned_units, planned_end, started_at, ended_at)
       values ($1, $2, $3, 'Made', 'running', $4, $5, $6, $7, $8, $9, '2026-03-01', $10) returning id`,
      [
        shopId,
        made.kind ?? "offer_holdout",
        made.offerId === undefined ? 1 : made.offerId,
        randomUUID(),
        JSON.stringify(arms),
        JSON.stringify(plans),
        made.proof ?? false,
        made.plannedUnits ?? null,
        made.plannedEnd ?? null,
        made.endedAt ?? null,
      ],
    ),
  );
  return (row as { id: number }).id;
}

export interface Exposed {
  readonly visitor: string;
  readonly arm: string;
  readonly at?: string;
  readonly plan?: number;
  readonly seen?: boolean;
  readonly customer?: number;
}

export async function expose(shopId: number, experimentId: number, units: readonly Exposed[]): Promise<void> {
  const column = <T>(of: (unit: Exposed) => T) => units.map(of);
  await inShop(shopId, (db) =>
    db.run(
      `insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at, seen_at, customer_id)
       select $1, $2, visitor, arm, plan, gen_random_uuid(), at, case when seen then at end, customer
       from unnest($3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::boolean[], $8::bigint[]) u (visitor, arm, plan, at, seen, customer)`,
      [
        shopId,
        experimentId,
        column(({ visitor }) => visitor),
        column(({ arm }) => arm),
        column(({ plan }) => plan ?? 0),
        column(({ at }) => at ?? "2026-03-02T00:00:00Z"),
        column(({ seen }) => seen ?? true),
        column(({ customer }) => customer ?? null),
      ],
    ),
  );
}

export interface BroughtOrder extends Omit<Sold, "customer"> {
  readonly customer?: number | null;
  /** what its cart carried */
  readonly visitor?: string | null;
}

/** Orders of one line that costs nothing unless said. */
export async function sellToVisitors(shopId: number, orders: readonly BroughtOrder[]): Promise<void> {
  await sellOrders(
    shopId,
    orders.map(({ visitor: _, ...order }) => ({ cost: 0, ...order, customer: order.customer ?? null })),
  );
  await inShop(shopId, (db) =>
    db.run(
      "update orders o set visitor = v.visitor from unnest($2::bigint[], $3::text[]) v (id, visitor) where o.shop_id = $1 and o.id = v.id",
      [shopId, orders.map(({ id }) => id), orders.map(({ visitor }) => visitor ?? null)],
    ),
  );
}
