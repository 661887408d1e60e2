/** What the app asks of Shopify to keep its one discount (Admin API 2026-07; scope write_discounts). */
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
