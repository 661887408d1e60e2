import { isDeepStrictEqual } from "node:util";
import { type Db, inShop, shopReader } from "../../database/pool.server.ts";
import { type PolicyBeliefs, policyBeliefs, UNTRAINED } from "../choose/beliefs.ts";
import type { OfferUse } from "../choose/choose-request.ts";
import { UNUSED } from "../choose/judge-offer.ts";
import { type JudgedOffers, nothingJudged } from "../choose/judge-products.ts";
import { isSameProduct, type OfferedProduct } from "../choose/offered-product.ts";
import type { RunningExperiment } from "../choose/running-experiment.ts";
import type { PolicyModel } from "../learn/policy-model.ts";
import type { Offer } from "../offers/offer.ts";
import type { CostRules } from "../offers/offer-price.ts";
import { OFFER_COLUMNS, type OfferRow, offerFromRow } from "../offers/offer-row.ts";
import { OfferRules } from "../offers/offer-rules.ts";
import { type OfferTotals, offerTotals } from "../offers/offer-totals.server.ts";
import { acquiredValue } from "./acquired-value.server.ts";
import { bestSellers } from "./best-sellers.server.ts";
import { cartAffinity } from "./cart-affinity.server.ts";
import { isRecent } from "./is-recent.ts";
import { offeredProducts } from "./product-facts.server.ts";

/** What decisions of a shop have in common: its live offers, what they offer, its rules, experiments and beliefs. */
export interface FunnelSnapshot {
  readonly rules: CostRules & { readonly marginFloorBp: number };
  readonly offerRules: OfferRules;
  readonly affinityVersion: number;
  readonly installed: boolean;
  readonly offers: readonly Offer[];
  /** those that offers name */
  readonly products: ReadonlyMap<string, OfferedProduct>;
  /** what offers have used up; the ledger stops an offer at its limit at once, which changes the stamp */
  readonly totals: ReadonlyMap<number, OfferTotals>;
  /** the same of every live offer, for a visitor who did nothing with it */
  readonly uses: ReadonlyMap<number, OfferUse>;
  readonly experiments: readonly RunningExperiment[];
  readonly policy: PolicyBeliefs;
  /** expected later profit of a customer won, minor units; null: not known yet, or no live offer asks */
  readonly acquiredValue: number | null;
  /** prices and judgements worked out for these offers, products and rules */
  readonly judged: JudgedOffers;
  readonly stamp: string;
  readonly versions: string;
  readonly readAt: number;
}

/** What a decision saw of the shop in its own statement. */
export interface SnapshotStamp {
  /** changes whenever a live offer, a running experiment or the shop's rules do */
  readonly stamp: string;
  /** of the beliefs and the co-purchases that are served */
  readonly versions: string;
}

/** Prices, stock and what offers have used up may be this old; what the stamp covers never is, it is compared at every decision. */
const STALE_AFTER_MS = 15_000;
/** From then on it is read again while it serves, so that nobody waits. */
const REFRESH_AFTER_MS = 10_000;
/** Of one process. */
const MOST_SHOPS = 1_000;
const snapshots = new Map<number, FunnelSnapshot>();
/** by shop and stamp: a change is read once, however many shoppers wait for it */
const underWay = new Map<string, Promise<FunnelSnapshot>>();

/**
 * The snapshot of a stamp. New versions of what is served from are made ready while the old ones serve on: they are read in a
 * moment, but one in which many would wait. The first version there is comes into force at once.
 */
export function funnelSnapshot(shopId: number, asked: SnapshotStamp, now: number): Promise<FunnelSnapshot> | FunnelSnapshot {
  const kept = snapshots.get(shopId);
  const serves = kept && kept.stamp === asked.stamp && isRecent(kept.readAt, now, STALE_AFTER_MS);
  if (serves && kept.versions === asked.versions && isRecent(kept.readAt, now, REFRESH_AFTER_MS)) return kept;
  const name = `${shopId} ${asked.stamp} ${asked.versions}`;
  const reading = underWay.get(name) ?? readAnew(shopId, { asked, now, kept }).finally(() => underWay.delete(name));
  underWay.set(name, reading);
  if (!serves || (kept.versions !== asked.versions && kept.affinityVersion === 0)) return reading;
  // whoever comes when it is too old to serve waits, and is told what is wrong
  reading.catch(() => {});
  return kept;
}

async function readAnew(
  shopId: number,
  read: { asked: SnapshotStamp; now: number; kept: FunnelSnapshot | undefined },
): Promise<FunnelSnapshot> {
  const fresh = asBefore(await inShop(shopId, (db) => readSnapshot(db, read)), read.kept);
  await makeReady(shopId, fresh, read.now);
  // the last to be read goes to the end, so that the first is the one that nobody has asked for longest
  snapshots.delete(shopId);
  snapshots.set(shopId, fresh);
  const [oldest] = snapshots.keys();
  if (snapshots.size > MOST_SHOPS && oldest !== undefined) snapshots.delete(oldest);
  return fresh;
}

/**
 * The one before, of another moment and perhaps other co-purchases, where it differs in nothing else: what was judged of it holds on, and the next need
 * not throw it away.
 */
function asBefore(fresh: FunnelSnapshot, kept: FunnelSnapshot | undefined): FunnelSnapshot {
  const same =
    kept?.stamp === fresh.stamp &&
    kept.policy === fresh.policy &&
    kept.acquiredValue === fresh.acquiredValue &&
    isDeepStrictEqual(kept.totals, fresh.totals) &&
    kept.products.size === fresh.products.size &&
    [...fresh.products].every(([id, product]) => isSameProduct(kept.products.get(id) ?? null, product));
  return same ? { ...kept, affinityVersion: fresh.affinityVersion, versions: fresh.versions, readAt: fresh.readAt } : fresh;
}

/** What decisions read of a version once. */
async function makeReady(shopId: number, { affinityVersion, offers }: FunnelSnapshot, now: number): Promise<void> {
  const db = shopReader(shopId);
  const affinity = await cartAffinity(db, affinityVersion, []);
  if (offers.some(({ dynamic }) => dynamic)) await bestSellers(db, affinity, now);
}

interface ShopRow {
  assumedCostBp: number;
  paymentFeeBp: number;
  marginFloorBp: number;
  affinityVersion: number;
  policyVersion: number;
  offerRules: unknown;
  timezone: string;
  uninstalledAt: Date | null;
}

async function readSnapshot(
  db: Db,
  { asked, now, kept }: { asked: SnapshotStamp; now: number; kept: FunnelSnapshot | undefined },
): Promise<FunnelSnapshot> {
  const shop = await db.row<ShopRow>(
    `select assumed_cost_bp as "assumedCostBp", payment_fee_bp as "paymentFeeBp", margin_floor_bp as "marginFloorBp", timezone, offer_rules as "offerRules",
            affinity_version as "affinityVersion", policy_version as "policyVersion", uninstalled_at as "uninstalledAt" from shops where id = $1`,
    [db.shopId],
  );
  if (!shop) throw new Error(`There is no shop ${db.shopId}`);
  const offers = (
    await db.rows<OfferRow>(`select ${OFFER_COLUMNS} from offers where shop_id = $1 and status = 'live' order by id`, [db.shopId])
  ).map(offerFromRow);
  const named = offers.flatMap(({ productIds, pinnedProductId }) =>
    pinnedProductId === null ? productIds : [...productIds, pinnedProductId],
  );
  const totals = await offerTotals(db, offers, { timezone: shop.timezone, now: new Date(now) });
  return {
    rules: { assumedCostBp: shop.assumedCostBp, paymentFeeBp: shop.paymentFeeBp, marginFloorBp: shop.marginFloorBp },
    offerRules: OfferRules.parse(shop.offerRules ?? {}),
    affinityVersion: shop.affinityVersion,
    installed: shop.uninstalledAt === null,
    offers,
    products: await offeredProducts(db, [...new Set(named)]),
    totals,
    uses: new Map(offers.map(({ id }) => [id, { ...UNUSED, ...totals.get(id) }])),
    experiments: await runningExperiments(db),
    policy: kept?.policy.version === shop.policyVersion ? kept.policy : await servedPolicy(db, shop.policyVersion),
    acquiredValue: offers.some(({ stage }) => stage === "tripwire") ? await acquiredValue(db, now) : null,
    judged: nothingJudged(),
    stamp: asked.stamp,
    versions: asked.versions,
    readAt: now,
  };
}

function runningExperiments(db: Db): Promise<RunningExperiment[]> {
  return db.rows<RunningExperiment>(
    `select id, kind, offer_id as "offerId", seed, arms, plans from experiments where shop_id = $1 and status = 'running' order by id`,
    [db.shopId],
  );
}

async function servedPolicy(db: Db, version: number): Promise<PolicyBeliefs> {
  if (version === 0) return UNTRAINED;
  const row = await db.row<{ model: PolicyModel }>("select model from policy_snapshots where shop_id = $1 and version = $2", [
    db.shopId,
    version,
  ]);
  return row ? policyBeliefs(version, row.model) : UNTRAINED;
}
