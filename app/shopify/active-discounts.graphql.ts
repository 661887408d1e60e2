import { z } from "zod";

/** The shop's other discounts in force, as far as they can meet an offer on one line (scope read_discounts, which write_discounts holds), and what it sells in. */
export const ActiveDiscountsQuery = /* GraphQL */ `
  query ActiveDiscounts {
    shop {
      enabledPresentmentCurrencies
    }
    discountNodes(first: 50, query: "status:active", sortKey: CREATED_AT, reverse: true) {
      nodes {
        discount {
          __typename
          ... on DiscountAutomaticApp {
            title
            status
            discountClasses
            combinesWith {
              ...Combines
            }
            appDiscountType {
              appKey
            }
          }
          ... on DiscountCodeApp {
            title
            status
            discountClasses
            combinesWith {
              ...Combines
            }
            appDiscountType {
              appKey
            }
          }
          ... on DiscountAutomaticBasic {
            title
            status
            discountClasses
            combinesWith {
              ...Combines
            }
            customerGets {
              ...Gets
            }
            minimumRequirement {
              ...Minimum
            }
          }
          ... on DiscountCodeBasic {
            title
            status
            discountClasses
            combinesWith {
              ...Combines
            }
            customerGets {
              ...Gets
            }
            minimumRequirement {
              ...Minimum
            }
          }
          ... on DiscountAutomaticBxgy {
            title
            status
            discountClasses
            combinesWith {
              ...Combines
            }
          }
          ... on DiscountCodeBxgy {
            title
            status
            discountClasses
            combinesWith {
              ...Combines
            }
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
  fragment Combines on DiscountCombinesWith {
    orderDiscounts
    productDiscounts
  }
  fragment Gets on DiscountCustomerGets {
    value {
      ... on DiscountPercentage {
        percentage
      }
      ... on DiscountAmount {
        amount {
          amount
        }
        appliesOnEachItem
      }
    }
    items {
      ... on AllDiscountItems {
        allItems
      }
      ... on DiscountProducts {
        products(first: 25) {
          nodes {
            id
          }
          pageInfo {
            hasNextPage
          }
        }
        productVariants(first: 25) {
          nodes {
            id
          }
          pageInfo {
            hasNextPage
          }
        }
      }
      ... on DiscountCollections {
        collections(first: 25) {
          nodes {
            id
          }
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  }
  fragment Minimum on DiscountMinimumRequirement {
    ... on DiscountMinimumSubtotal {
      greaterThanOrEqualToSubtotal {
        amount
      }
    }
  }
`;

const Ids = z.object({ nodes: z.array(z.object({ id: z.string() })), pageInfo: z.object({ hasNextPage: z.boolean() }) });
const Combines = z.object({ orderDiscounts: z.boolean(), productDiscounts: z.boolean() });
const amount = z.object({ amount: z.string() });

const Discount = z.object({
  __typename: z.string(),
  title: z.string().optional(),
  status: z.string().optional(),
  discountClasses: z.array(z.string()).optional(),
  combinesWith: Combines.optional(),
  appDiscountType: z.object({ appKey: z.string().nullable() }).optional(),
  customerGets: z
    .object({
      value: z.object({ percentage: z.number().optional(), amount: amount.optional(), appliesOnEachItem: z.boolean().optional() }),
      items: z.object({
        allItems: z.boolean().optional(),
        products: Ids.optional(),
        productVariants: Ids.optional(),
        collections: Ids.optional(),
      }),
    })
    .optional(),
  minimumRequirement: z.object({ greaterThanOrEqualToSubtotal: amount.optional() }).nullish(),
});
export type DiscountNodeData = z.infer<typeof Discount>;

export const ActiveDiscountsData = z.object({
  shop: z.object({ enabledPresentmentCurrencies: z.array(z.string()) }),
  discountNodes: z.object({ nodes: z.array(z.object({ discount: Discount })), pageInfo: z.object({ hasNextPage: z.boolean() }) }),
});
