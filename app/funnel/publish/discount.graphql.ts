/** What the app asks of Shopify to keep its one discount (Admin API 2026-07; scope write_discounts). */
export const HELD_DISCOUNTS = /* GraphQL */ `
  query HeldDiscounts($known: [ID!]!, $search: String!) {
    known: nodes(ids: $known) {
      ... on DiscountAutomaticNode { discount: automaticDiscount { ...Held } }
    }
    found: discountNodes(first: 50, query: $search) {
      nodes { discount { ...Held } }
    }
  }
  fragment Held on DiscountAutomaticApp {
    discountId
    status
    appDiscountType { appKey }
  }`;

export const CREATE_DISCOUNT = /* GraphQL */ `
  mutation CreateOffersDiscount($discount: DiscountAutomaticAppInput!) {
    result: discountAutomaticAppCreate(automaticAppDiscount: $discount) {
      automaticAppDiscount { discountId }
      userErrors { field message code }
    }
  }`;

export const UPDATE_DISCOUNT = /* GraphQL */ `
  mutation UpdateOffersDiscount($id: ID!, $discount: DiscountAutomaticAppInput!) {
    result: discountAutomaticAppUpdate(id: $id, automaticAppDiscount: $discount) {
      automaticAppDiscount { discountId }
      userErrors { field message code }
    }
  }`;

export const DELETE_DISCOUNT = /* GraphQL */ `
  mutation DeleteOffersDiscount($id: ID!) {
    result: discountAutomaticDelete(id: $id) {
      deletedAutomaticDiscountId
      userErrors { field message code }
    }
  }`;
