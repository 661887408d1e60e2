import { createHash } from "node:crypto";
import { z } from "zod";
import {
  ConfigurationTooLargeError,
  encodeFunctionConfiguration,
  type FunctionConfiguration,
} from "../../../extensions/contract/function-configuration.ts";
import { type Db, inShop } from "../../database/pool.server.ts";
import { log } from "../../log.server.ts";
import { offerTokenKeyId, offerTokenKeys } from "../../shopify/offer-token-keys.server.ts";
import { RETRYABLE, ShopifyError } from "../../shopify/shopify-error.ts";
import { reachedToday } from "../offers/daily-limit.sql.ts";
import { OFFER_COLUMNS, type OfferRow, offerFromRow } from "../offers/offer-row.ts";
import { CollectionSetsDifferError, functionConfiguration } from "./function-configuration.ts";
import { DiscountRefusedError, deleteDiscount, type HeldDiscount, heldDiscounts, writeDiscount } from "./shop-discount.server.ts";

export type PublishResult =
  | { kind: "published" }
  | { kind: "unchanged" }
  /** somebody ended or deleted the discount in Shopify: all that was live is paused */
  | { kind: "ended" }
  | { kind: "refused"; reason: string; message: string | null; retryable: boolean };

interface Shop {
  shopId: number;
  domain: string;
  currency: string;
  timezone: string;
}

/** What Shopify was last told, its keys as fingerprints. */
interface Told {
  discount_id: string | null;
  configuration: unknown;
  published_at: Date | null;
}

/**
 * Brings the shop's one automatic discount in line with its live offers: made when the first goes live, deleted when none is
 * left, one that an answer lost left behind taken over and spares deleted, untouched when nothing changed, the keys of this
 * week and its neighbours included. Where somebody ended or deleted it in Shopify, the offers it gave are paused; what is published
 * after that brings it back. One writer a shop at a time. An offer that has had the orders of a day is told as beginning on the
 * next. When it is refused, the error is kept and the offers Shopify was never
 * told of are paused with the reason; when Shopify only could not be asked, they are live as soon as it could.
 */
export async function publishOffers(shopId: number, now: Date = new Date()): Promise<PublishResult> {
  return inShop(shopId, async (db) => {
    await db.run("insert into publications (shop_id, configuration) values ($1, '{}') on conflict do nothing", [shopId]);
    const told = await db.row<Told>("select discount_id, configuration, published_at from publications where shop_id = $1 for update", [
      shopId,
    ]);
    const shop = await db.row<Shop>('select id as "shopId", domain, currency, timezone from shops where id = $1', [shopId]);
    if (!told || !shop) throw new Error(`There is no shop ${shopId}`);
    try {
      const held = await heldDiscounts(shop, told.discount_id);
      const stopped = wasEnded(held, told) ? await stopGiven(db, told) : 0;
      const rows = await db.rows<OfferRow>(
        `select ${OFFER_COLUMNS} from offers
         where shop_id = $1 and (status = 'live' or (status = 'paused' and paused_reason = any($2))) and (ends_at is null or ends_at > now())
         order by id`,
        [shopId, WAITING_REASONS],
      );
      const full = await fullToday(db, now);
      const offers = rows.map(offerFromRow).map((offer) => ({ ...offer, startsAt: full.get(offer.id) ?? offer.startsAt }));
      const configuration = functionConfiguration(offers, { ...shop, keys: offerTokenKeys(shop.domain, now) });
      const text = encodeFunctionConfiguration(configuration);
      const kept = withoutSecrets(configuration);
      // one that somebody ended gives nothing, and is theirs to delete
      const unneeded = rows.length > 0 ? held.slice(1) : held.filter(({ status }) => status !== "EXPIRED");
      const unchanged = rows.length > 0 ? isAsTold(held, told) && sameJson(told.configuration, kept) : unneeded.length === 0;
      const discountId = rows.length === 0 ? null : unchanged ? told.discount_id : await writeDiscount(shop, held[0], text);
      for (const { id } of unneeded) await deleteDiscount(shop, id);
      await db.run("update publications set discount_id = $2, configuration = $3, published_at = now(), error = null where shop_id = $1", [
        shopId,
        discountId,
        JSON.stringify(kept),
      ]);
      await db.run(
        "update offers set status = 'live', paused_reason = null, published_at = coalesce(published_at, now()) where shop_id = $1 and id = any($2)",
        [shopId, rows.map((row) => row.id)],
      );
      if (stopped > 0 && rows.length === 0) return { kind: "ended" };
      return { kind: unchanged ? "unchanged" : "published" };
    } catch (error) {
      const refusal = refusalOf(error);
      await keepRefusal(db, refusal, { ...told, now });
      return refusal;
    }
  });
}

/** Whether the discount that gives what Shopify was told of was ended or deleted there. The app's own end of it is told with no offers. */
function wasEnded(held: readonly HeldDiscount[], told: Told): boolean {
  const known = held.find(({ id }) => id === told.discount_id);
  return offersTold(told).length > 0 && (!known || known.status === "EXPIRED");
}

/** Pauses what the discount gave: who ended it does not want it given. From then on nothing is told. Gives how many offers stopped by it. */
async function stopGiven(db: Db, told: Told): Promise<number> {
  log.warn({ shopId: db.shopId }, "somebody ended or deleted the discount in Shopify: its offers are paused");
  await db.run("update publications set configuration = '{}' where shop_id = $1", [db.shopId]);
  return db.run(
    `update offers set status = 'paused', paused_reason = 'discount_ended', updated_at = now()
     where shop_id = $1 and id = any($2) and (status = 'live' or (status = 'paused' and paused_reason = any($3)))`,
    [db.shopId, offersTold(told), WAITING_REASONS],
  );
}

/** Live offers that have had as many orders as a day may have, each with the midnight from which it is given again. */
async function fullToday(db: Db, now: Date): Promise<Map<number, string>> {
  const rows = await db.rows<{ id: number; midnight: Date }>(
    `select o.id, (date_trunc('day', $2::timestamptz at time zone s.timezone) + interval '1 day') at time zone s.timezone as midnight
     from offers o join shops s on s.id = o.shop_id where o.shop_id = $1 and o.status = 'live' and ${reachedToday("$2::timestamptz")}`,
    [db.shopId, now],
  );
  return new Map(rows.map(({ id, midnight }) => [id, midnight.toISOString()]));
}

/** The one discount we know of, switched on and alone. */
function isAsTold(held: readonly HeldDiscount[], { discount_id }: Told): boolean {
  return held.length === 1 && held[0]?.id === discount_id && held[0].status === "ACTIVE";
}

/** The job: what may succeed later is thrown, so that the queue tries again. */
export async function publishOffersJob(shopId: number): Promise<PublishResult> {
  const result = await publishOffers(shopId);
  if (result.kind === "refused" && result.retryable)
    throw new Error(`The offers of shop ${shopId} could not be published yet: ${result.reason}`);
  return result;
}

function refusalOf(error: unknown): PublishResult & { kind: "refused" } {
  const refused = (reason: string, message: string | null, retryable = false) => ({ kind: "refused" as const, reason, message, retryable });
  if (error instanceof ConfigurationTooLargeError) return refused("configuration_too_large", error.message);
  if (error instanceof CollectionSetsDifferError) return refused("collection_sets_differ", error.message);
  if (error instanceof DiscountRefusedError) return refused("shopify_refused", error.message);
  if (error instanceof ShopifyError) return refused(`shopify_${error.reason}`, error.message, error.retryable);
  throw error;
}

/** Reasons of a pause that ends by itself: Shopify could not be asked, and will be again. */
const WAITING_REASONS = RETRYABLE.map((reason) => `shopify_${reason}`);

const ToldConfiguration = z.object({
  version: z.literal(2),
  keys: z.record(z.string(), z.string()),
  offers: z.array(z.object({ id: z.number() })),
});

/** The offers Shopify was last told of. */
function offersTold({ configuration }: Told): number[] {
  const told = ToldConfiguration.safeParse(configuration);
  return told.success ? told.data.offers.map(({ id }) => id) : [];
}

/**
 * Pauses what Shopify was not told of, new or changed, or signed with a key it does not know: an offer must not be
 * shown at a price it would not have. What waited for Shopify to be asked again now has the reason of this time.
 */
async function keepRefusal(
  db: Db,
  refusal: PublishResult & { kind: "refused" },
  { configuration, published_at, now }: Told & { now: Date },
): Promise<void> {
  log.warn({ shopId: db.shopId, reason: refusal.reason }, "offers were not published");
  await db.run("update publications set error = $2 where shop_id = $1", [db.shopId, refusal.message ?? refusal.reason]);
  const told = ToldConfiguration.safeParse(configuration);
  const verifies = told.success && Object.hasOwn(told.data.keys, offerTokenKeyId(now));
  await db.run(
    `update offers set status = 'paused', paused_reason = $3, updated_at = now()
     where shop_id = $1 and ((status = 'live' and (id <> all($2) or updated_at > $4::timestamptz or $4::timestamptz is null))
       or (status = 'paused' and paused_reason = any($5)))`,
    [db.shopId, verifies ? told.data.offers.map((offer) => offer.id) : [], refusal.reason, published_at, WAITING_REASONS],
  );
}

/** The keys are kept as fingerprints only: enough to see that one changed. */
function withoutSecrets(configuration: FunctionConfiguration) {
  const fingerprint = (key: unknown) => createHash("sha256").update(JSON.stringify(key)).digest("base64url").slice(0, 16);
  return {
    ...configuration,
    keys: Object.fromEntries(Object.entries(configuration.keys).map(([id, key]) => [id, fingerprint(key)])),
  };
}

function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** jsonb forgets the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
