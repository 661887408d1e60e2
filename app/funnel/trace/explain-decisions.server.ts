import type { Db } from "../../database/pool.server.ts";
import type { Candidate } from "../choose/choice.ts";
import type { ExplainedDecision } from "./explained-decision.ts";

interface Row {
  id: string;
  created_at: Date;
  placement: ExplainedDecision["placement"];
  offer_id: number | null;
  variant_id: string | null;
  price: number | null;
  discounted_price: number | null;
  reason: ExplainedDecision["reason"];
  withheld: ExplainedDecision["withheld"];
  ghost: boolean;
  tracked: boolean;
  policy_version: number;
  context: string;
  depth_bp: number | null;
  propensity: number | null;
  experiments: Record<string, string>;
  candidates: Partial<Candidate>[];
  events: ExplainedDecision["events"];
  ordered: boolean;
}

/** Names of what decisions refer to, read at once for all of them. */
export interface DecisionNames {
  readonly offers: ReadonlyMap<number, string>;
  readonly products: ReadonlyMap<string, string>;
  readonly variants: ReadonlyMap<string, string>;
  readonly experiments: ReadonlyMap<string, { readonly name: string; readonly kind: string }>;
}

/** The decisions of these ids, newest first. `orderId`: the order whose lines they may have led to. */
export async function explainDecisions(db: Db, ids: readonly string[], orderId: string | null = null): Promise<ExplainedDecision[]> {
  if (ids.length === 0) return [];
  const rows = await db.rows<Row>(
    `select d.id, d.created_at, d.placement, d.offer_id, d.variant_id::text as variant_id, d.price::float8 as price, d.discounted_price::float8 as discounted_price,
       d.reason, d.withheld, d.ghost, d.tracked, d.policy_version, d.context, d.depth_bp, d.propensity, d.experiments, d.candidates,
       array(select e.kind from decision_events e where e.shop_id = d.shop_id and e.decision_id = d.id order by e.at, e.kind desc) as events,
       exists (select from order_lines l where l.shop_id = d.shop_id and l.order_id = $3::bigint and l.decision_id = d.id) as ordered
     from decisions d where d.shop_id = $1 and d.id = any($2::uuid[]) order by d.created_at desc, d.id`,
    [db.shopId, ids, orderId],
  );
  const names = await decisionNames(db, {
    offerIds: rows.flatMap((row) => [row.offer_id, ...row.candidates.map((one) => one.offerId)]),
    productIds: rows.flatMap((row) => row.candidates.map((one) => one.productId)),
    variantIds: rows.map((row) => row.variant_id),
    experimentIds: rows.flatMap((row) => Object.keys(row.experiments)),
  });
  return rows.map((row) => explained(row, names));
}

function explained(row: Row, names: DecisionNames): ExplainedDecision {
  const segment = row.context.split("|")[1];
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    placement: row.placement,
    outcome: row.offer_id === null ? "none" : row.ghost ? "withheld" : "shown",
    offerId: row.offer_id,
    offerName: row.offer_id === null ? null : (names.offers.get(row.offer_id) ?? null),
    product: row.variant_id === null ? null : (names.variants.get(row.variant_id) ?? null),
    price: row.price,
    discountedPrice: row.discounted_price,
    depthBp: row.depth_bp,
    reason: row.reason,
    withheld: row.withheld,
    tracked: row.tracked,
    experiments: Object.entries(row.experiments).map(([id, arm]) => ({
      name: names.experiments.get(id)?.name ?? null,
      kind: names.experiments.get(id)?.kind ?? null,
      arm,
    })),
    policyVersion: row.policy_version,
    segment: segment === "new" || segment === "returning" || segment === "guest" ? segment : null,
    propensity: row.propensity,
    events: row.events,
    ordered: row.ordered,
    candidates: row.candidates.flatMap((one) => explainedCandidate(one, names) ?? []),
  };
}

/** null for what is none, which is not kept. */
export function explainedCandidate(one: Partial<Candidate>, names: DecisionNames): ExplainedDecision["candidates"][number] | null {
  if (one.offerId === undefined) return null;
  return {
    offerId: one.offerId,
    offerName: names.offers.get(one.offerId) ?? null,
    product: one.productId ? (names.products.get(one.productId) ?? one.productId) : null,
    depthBp: one.depthBp ?? null,
    score: one.score ?? null,
    later: one.later ?? 0,
    weight: one.weight ?? null,
    reason: one.reason ?? null,
    untried: one.untried ?? false,
    together: one.together ?? false,
    source: one.source ?? null,
  };
}

/** Titles and names by id; what was deleted since has none. */
export async function decisionNames(
  db: Db,
  ids: {
    offerIds: readonly (number | null | undefined)[];
    productIds: readonly (string | null | undefined)[];
    variantIds: readonly (string | null)[];
    experimentIds: readonly string[];
  },
): Promise<DecisionNames> {
  const distinct = <T>(list: readonly (T | null | undefined)[]) => [
    ...new Set(list.filter((id): id is T => id !== null && id !== undefined)),
  ];
  const offers = await db.rows<{ id: number; name: string }>("select id, name from offers where shop_id = $1 and id = any($2::int[])", [
    db.shopId,
    distinct(ids.offerIds),
  ]);
  const products = await db.rows<{ id: string; title: string }>(
    "select id::text as id, title from products where shop_id = $1 and id = any($2::bigint[])",
    [db.shopId, distinct(ids.productIds)],
  );
  const variants = await db.rows<{ id: string; title: string }>(
    `select v.id::text as id, p.title from variants v join products p on p.shop_id = v.shop_id and p.id = v.product_id
     where v.shop_id = $1 and v.id = any($2::bigint[])`,
    [db.shopId, distinct(ids.variantIds)],
  );
  const experiments = await db.rows<{ id: number; name: string; kind: string }>(
    "select id, name, kind from experiments where shop_id = $1 and id = any($2::int[])",
    [db.shopId, distinct(ids.experimentIds).map(Number)],
  );
  return {
    offers: new Map(offers.map(({ id, name }) => [id, name])),
    products: new Map(products.map(({ id, title }) => [id, title])),
    variants: new Map(variants.map(({ id, title }) => [id, title])),
    experiments: new Map(experiments.map(({ id, name, kind }) => [String(id), { name, kind }])),
  };
}
