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
  // Discounts here take a percentage off everything, see the mutations.
  DiscountAutomaticBxgy: absent("buy X get Y discount", "title status discountClasses combinesWith"),
  DiscountCodeBxgy: absent("buy X get Y code", "title status discountClasses combinesWith"),
  DiscountCodeApp: absent("code of an app", "title status discountClasses combinesWith appDiscountType"),
  DiscountAmount: absent("discount by an amount", "amount appliesOnEachItem"),
  DiscountProducts: absent("discount on products", "products productVariants"),
  DiscountCollections: absent("discount on collections", "collections"),
  DiscountMinimumSubtotal: absent("discount with a minimum", "greaterThanOrEqualToSubtotal"),
};
