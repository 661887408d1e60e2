import { environment } from "../environment.server.ts";
import { log } from "../log.server.ts";
import { type ActiveDiscount, activeDiscount } from "./active-discount.ts";
import { ActiveDiscountsData, ActiveDiscountsQuery } from "./active-discounts.graphql.ts";
import { adminRequest } from "./admin-request.server.ts";
import { ShopifyError } from "./shopify-error.ts";

export interface ActiveDiscounts {
  readonly discounts: readonly ActiveDiscount[];
  /** false when there are more than were read */
  readonly complete: boolean;
}

/** The shop's other discounts in force, the newest fifty, read live and kept nowhere; null when Shopify does not tell. */
export async function activeDiscounts(shop: { shopId: number; domain: string; currency: string }): Promise<ActiveDiscounts | null> {
  try {
    const { discountNodes } = await adminRequest(shop, ActiveDiscountsQuery, {}, ActiveDiscountsData);
    const about = { currency: shop.currency, apiKey: environment().SHOPIFY_API_KEY };
    return {
      discounts: discountNodes.nodes.flatMap(({ discount }) => activeDiscount(discount, about) ?? []),
      complete: !discountNodes.pageInfo.hasNextPage,
    };
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    log.debug({ shop: error.domain, reason: error.reason }, "the shop's discounts could not be read");
    return null;
  }
}
