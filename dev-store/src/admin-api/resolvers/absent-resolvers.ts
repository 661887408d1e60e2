import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";

/** Types of which this store holds nothing: their lists are truly empty, so their fields may be asked for. */
function absent(type: string, fields: string): FieldResolvers<unknown> {
  return Object.fromEntries(
    fields.split(" ").map((field) => [
      field,
      () => {
        throw new Error(`There is no ${type} in the local store whose ${field} could be asked.`);
      },
    ]),
  );
}

export const absentResolvers: ResolverMap = {
  // Subscriptions stand in shopify.app.toml; neither here nor on Shopify does this query show those.
  WebhookSubscription: absent(
    "webhook subscription",
    "id topic uri format includeFields filter metafieldNamespaces createdAt updatedAt legacyResourceId",
  ),
  // There is no billing.
  AppSubscription: absent("app subscription", "id name status test trialDays createdAt currentPeriodEnd returnUrl lineItems"),
  AppSubscriptionLineItem: absent("app subscription line", "id"),
};
