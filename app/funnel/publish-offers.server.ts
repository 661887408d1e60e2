import { createHash } from "node:crypto";
import { z } from "zod";
import {
  ConfigurationTooLargeError,
  encodeFunctionConfiguration,
  FUNCTION_HANDLE,
  FUNCTION_METAFIELD,
  type FunctionConfiguration,
} from "../../extensions/contract/function-configuration.ts";
import { type Db, inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import { adminRequest } from "../shopify/admin-request.server.ts";
import { offerTokenKeyId, offerTokenKeys } from "../shopify/offer-token-keys.server.ts";
import { ShopifyError } from "../shopify/shopify-error.ts";
import { CREATE_DISCOUNT, DELETE_DISCOUNT, UPDATE_DISCOUNT } from "./discount.graphql.ts";
import { CollectionSetsDifferError, functionConfiguration } from "./function-configuration.ts";
import { OFFER_COLUMNS, type OfferRow, offerFromRow } from "./offer-row.ts";

export type PublishResult =
  | { kind: "published" }
  | { kind: "unchanged" }
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
 * Brings the shop's one automatic discount in line with its live offers: made when the first goes live,
 * deleted when none is left, untouched when nothing changed, the keys of this week and its neighbours included.
 * One writer a shop at a time. When it is refused, the error is kept and the offers Shopify was never told of
 * are paused with the reason.
 */
export async function publishOffers(shopId: number, now: Date = new Date()): Promise<PublishResult> {
  return inShop(shopId, async (db) => {
    await db.run("insert into publications (shop_id, configuration) values ($1, '{}') on conflict do nothing", [shopId]);
    const told = await db.row<Told>("select discount_id, configuration, published_at from publications where shop_id = $1 for update", [
      shopId,
    ]);
    const shop = await db.row<Shop>('select id as "shopId", domain, currency, timezone from shops where id = $1', [shopId]);
    if (!told || !shop) throw new Error(`There is no shop ${shopId}`);
    const rows = await db.rows<OfferRow>(
      `select ${OFFER_COLUMNS} from offers where shop_id = $1 and status = 'live' and (ends_at is null or ends_at > now()) order by id`,
      [shopId],
    );
    try {
      const configuration = functionConfiguration(rows.map(offerFromRow), { ...shop, keys: offerTokenKeys(shop.domain, now) });
      const text = encodeFunctionConfiguration(configuration);
      const kept = withoutSecrets(configuration);
      const unchanged = told.discount_id !== null ? sameJson(told.configuration, kept) : rows.length === 0;
      if (!unchanged) {
        const discountId = rows.length === 0 ? await withdraw(shop, told.discount_id as string) : await write(shop, told.discount_id, text);
        await db.run("update publications set discount_id = $2, configuration = $3, published_at = now() where shop_id = $1", [
          shopId,
          discountId,
          JSON.stringify(kept),
        ]);
      }
      await db.run("update publications set error = null where shop_id = $1 and error is not null", [shopId]);
      await db.run("update offers set published_at = coalesce(published_at, now()) where shop_id = $1 and id = any($2)", [
        shopId,
        rows.map((row) => row.id),
      ]);
      return { kind: unchanged ? "unchanged" : "published" };
    } catch (error) {
      const refusal = refusalOf(error);
      await keepRefusal(db, refusal, { ...told, now });
      return refusal;
    }
  });
}

/** The job: what may succeed later is thrown, so that the queue tries again. */
export async function publishOffersJob(shopId: number): Promise<PublishResult> {
  const result = await publishOffers(shopId);
  if (result.kind === "refused" && result.retryable)
    throw new Error(`The offers of shop ${shopId} could not be published yet: ${result.reason}`);
  return result;
}

class DiscountRefusedError extends Error {
  override name = "DiscountRefusedError";
}

const UserErrors = z.array(z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }));
const Written = z.object({ automaticAppDiscount: z.object({ discountId: z.string() }).nullable(), userErrors: UserErrors });
const Deleted = z.object({ deletedAutomaticDiscountId: z.string().nullish(), userErrors: UserErrors });

async function write(shop: Shop, discountId: string | null, configuration: string): Promise<string> {
  const discount = {
    title: "Crescendo offers",
    functionHandle: FUNCTION_HANDLE,
    discountClasses: ["PRODUCT"],
    combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true },
    metafields: [{ ...FUNCTION_METAFIELD, type: "json", value: configuration }],
  };
  if (discountId !== null) {
    const { result } = await adminRequest(shop, UPDATE_DISCOUNT, { id: gid(discountId), discount }, z.object({ result: Written }));
    if (result.automaticAppDiscount && result.userErrors.length === 0) return discountId;
    // deleted by hand in Shopify's admin: made anew
    if (!isGone(result.userErrors)) throw new DiscountRefusedError(inWords(result.userErrors));
  }
  const { result } = await adminRequest(
    shop,
    CREATE_DISCOUNT,
    { discount: { ...discount, startsAt: new Date().toISOString() } },
    z.object({ result: Written }),
  );
  if (!result.automaticAppDiscount || result.userErrors.length > 0) throw new DiscountRefusedError(inWords(result.userErrors));
  return result.automaticAppDiscount.discountId.split("/").at(-1) as string;
}

async function withdraw(shop: Shop, discountId: string): Promise<null> {
  const { result } = await adminRequest(shop, DELETE_DISCOUNT, { id: gid(discountId) }, z.object({ result: Deleted }));
  if (result.userErrors.length > 0 && !isGone(result.userErrors)) throw new DiscountRefusedError(inWords(result.userErrors));
  return null;
}

function isGone(errors: z.infer<typeof UserErrors>): boolean {
  return errors.some((error) => error.field?.at(-1) === "id");
}

function gid(discountId: string): string {
  return `gid://shopify/DiscountAutomaticNode/${discountId}`;
}

function inWords(errors: z.infer<typeof UserErrors>): string {
  return errors.map((error) => error.message).join(" ") || "Shopify gave no reason.";
}

function refusalOf(error: unknown): PublishResult & { kind: "refused" } {
  const refused = (reason: string, message: string | null, retryable = false) => ({ kind: "refused" as const, reason, message, retryable });
  if (error instanceof ConfigurationTooLargeError) return refused("configuration_too_large", error.message);
  if (error instanceof CollectionSetsDifferError) return refused("collection_sets_differ", error.message);
  if (error instanceof DiscountRefusedError) return refused("shopify_refused", error.message);
  if (error instanceof ShopifyError) return refused(`shopify_${error.reason}`, error.message, error.retryable);
  throw error;
}

const ToldConfiguration = z.object({
  version: z.literal(2),
  keys: z.record(z.string(), z.string()),
  offers: z.array(z.object({ id: z.number() })),
});

/**
 * Pauses what Shopify was not told of, new or changed, or signed with a key it does not know: an offer must not be
 * shown at a price it would not have.
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
     where shop_id = $1 and status = 'live' and (id <> all($2) or updated_at > $4::timestamptz or $4::timestamptz is null)`,
    [db.shopId, verifies ? told.data.offers.map((offer) => offer.id) : [], refusal.reason, published_at],
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
