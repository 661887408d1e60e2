import { environment } from "../environment.server.ts";
import { log } from "../log.server.ts";
import { type ActiveDiscount, activeDiscount } from "./active-discount.ts";
import { ActiveDiscountsData, ActiveDiscountsQuery } from "./active-discounts.graphql.ts";
import { pageRequest } from "./page-request.server.ts";
import { ShopifyError } from "./shopify-error.ts";

export interface ActiveDiscounts {
  readonly discounts: readonly ActiveDiscount[];
  /** false when there are more than were read */
  readonly complete: boolean;
  /** beside the shop's own, ISO 4217 */
  readonly otherCurrencies: readonly string[];
}

/** The shop's other discounts in force, the newest fifty, and the currencies it sells in, read live and kept nowhere; null when Shopify does not tell. */
export async function activeDiscounts(shop: { shopId: number; domain: string; currency: string }): Promise<ActiveDiscounts | null> {
  try {
    const { discountNodes, shop: sells } = await pageRequest(shop, ActiveDiscountsQuery, {}, ActiveDiscountsData);
    const about = { currency: shop.currency, apiKey: environment().SHOPIFY_API_KEY };
    return {
      discounts: discountNodes.nodes.flatMap(({ discount }) => activeDiscount(discount, about) ?? []),
      complete: !discountNodes.pageInfo.hasNextPage,
      otherCurrencies: sells.enabledPresentmentCurrencies.filter((code) => code !== shop.currency),
    };
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    log.debug({ shop: error.domain, reason: error.reason }, "the shop's discounts could not be read");
    return null;
  }
}
