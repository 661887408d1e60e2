import { z } from "zod";
import { FUNCTION_HANDLE, FUNCTION_METAFIELD } from "../../../extensions/contract/function-configuration.ts";
import { environment } from "../../environment.server.ts";
import { adminRequest } from "../../shopify/admin-request.server.ts";
import { ShopifyError } from "../../shopify/shopify-error.ts";
import { CREATE_DISCOUNT, DELETE_DISCOUNT, HELD_DISCOUNTS, UPDATE_DISCOUNT } from "./discount.graphql.ts";

/** Every discount of ours has it: by it one is found whose number we do not know. */
const TITLE = "Crescendo offers";

/** The merchant who publishes waits for it; the job asks again. */
const PATIENCE_MS = 5_000;

interface Shop {
  readonly shopId: number;
  readonly domain: string;
}

/** A discount of this app as Shopify holds it now. */
export interface HeldDiscount {
  readonly id: string;
  /** ACTIVE | EXPIRED (somebody ended it) | SCHEDULED */
  readonly status: string;
}

/** Shopify did not take it, in Shopify's words. */
export class DiscountRefusedError extends Error {
  override name = "DiscountRefusedError";
}

const Held = z
  .object({ discountId: z.string(), status: z.string(), appDiscountType: z.object({ appKey: z.string().nullable() }) })
  .partial()
  .transform(({ discountId, status, appDiscountType }) =>
    discountId && status && appDiscountType?.appKey === environment().SHOPIFY_API_KEY ? { id: idOf(discountId), status } : null,
  );
const Node = z.object({ discount: Held.optional() }).nullable();
const HeldAnswer = z.object({ known: z.array(Node), found: z.object({ nodes: z.array(Node) }) });

/**
 * What Shopify holds of ours, the one we know of first: none when it was deleted there, several when the answer to a creation
 * was lost. Shopify's search lags behind its data, so the known one is asked for by its number.
 */
export async function heldDiscounts(shop: Shop, knownId: string | null): Promise<HeldDiscount[]> {
  const variables = { known: knownId === null ? [] : [gid(knownId)], search: `method:automatic AND title:'${TITLE}'` };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const answer = await adminRequest(shop, HELD_DISCOUNTS, variables, HeldAnswer, patience).catch((cause: unknown) => {
    if (!patience.aborted) throw cause;
    throw new ShopifyError("unreachable", `${shop.domain} gave no answer in ${PATIENCE_MS} ms.`, { domain: shop.domain, cause });
  });
  const all = [...answer.known, ...answer.found.nodes].flatMap((node) => node?.discount ?? []);
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

const UserErrors = z.array(z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }));
type UserErrors = z.infer<typeof UserErrors>;
const Written = z.object({ automaticAppDiscount: z.object({ discountId: z.string() }).nullable(), userErrors: UserErrors });
const Deleted = z.object({ deletedAutomaticDiscountId: z.string().nullish(), userErrors: UserErrors });

/** Writes the Function's configuration into the discount held, switched on, or makes one; gives its number. */
export async function writeDiscount(shop: Shop, held: HeldDiscount | undefined, configuration: string): Promise<string> {
  const discount = {
    title: TITLE,
    functionHandle: FUNCTION_HANDLE,
    discountClasses: ["PRODUCT"],
    combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true },
    // the price shown is that of one purchase
    appliesOnSubscription: false,
    metafields: [{ ...FUNCTION_METAFIELD, type: "json", value: configuration }],
  };
  const fromNow = { startsAt: new Date().toISOString(), endsAt: null };
  if (held) {
    const variables = { id: gid(held.id), discount: held.status === "ACTIVE" ? discount : { ...discount, ...fromNow } };
    const { result } = await adminRequest(shop, UPDATE_DISCOUNT, variables, z.object({ result: Written }));
    if (result.automaticAppDiscount && result.userErrors.length === 0) return held.id;
    // deleted since it was read: made anew
    if (!isGone(result.userErrors)) throw new DiscountRefusedError(inWords(result.userErrors));
  }
  const { result } = await adminRequest(shop, CREATE_DISCOUNT, { discount: { ...discount, ...fromNow } }, z.object({ result: Written }));
  if (!result.automaticAppDiscount || result.userErrors.length > 0) throw new DiscountRefusedError(inWords(result.userErrors));
  return idOf(result.automaticAppDiscount.discountId);
}

export async function deleteDiscount(shop: Shop, id: string): Promise<void> {
  const { result } = await adminRequest(shop, DELETE_DISCOUNT, { id: gid(id) }, z.object({ result: Deleted }));
  if (result.userErrors.length > 0 && !isGone(result.userErrors)) throw new DiscountRefusedError(inWords(result.userErrors));
}

function isGone(errors: UserErrors): boolean {
  return errors.some((error) => error.field?.at(-1) === "id");
}

function gid(id: string): string {
  return `gid://shopify/DiscountAutomaticNode/${id}`;
}

function idOf(discountId: string): string {
  return discountId.slice(discountId.lastIndexOf("/") + 1);
}

function inWords(errors: UserErrors): string {
  return errors.map((error) => error.message).join(" ") || "Shopify gave no reason.";
}
