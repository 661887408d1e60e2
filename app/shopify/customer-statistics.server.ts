import { log } from "../log.server.ts";
import { CustomerStatisticsData, CustomerStatisticsQuery } from "./customer-statistics.graphql.ts";
import { pageRequest } from "./page-request.server.ts";
import { ShopifyError } from "./shopify-error.ts";

/** What Shopify itself says of a customer, in its own codes. */
interface CustomerStatistics {
  readonly rfmGroup: string | null;
  readonly predictedSpendTier: string | null;
}

/** Shopify's own figures, read live and kept nowhere; null where Shopify does not tell them. */
export async function customerStatistics(
  shop: { readonly shopId: number; readonly domain: string },
  customerId: string,
): Promise<CustomerStatistics | null> {
  try {
    const { customer } = await pageRequest(
      shop,
      CustomerStatisticsQuery,
      { id: `gid://shopify/Customer/${customerId}` },
      CustomerStatisticsData,
    );
    return customer?.statistics ?? null;
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    log.debug({ shop: error.domain, reason: error.reason }, "Shopify's statistics of a customer could not be read");
    return null;
  }
}
