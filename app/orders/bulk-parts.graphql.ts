import { LINE_FIELDS, ORDER_FIELDS } from "./order-fields.graphql.ts";
import { PRODUCT_FIELDS, VARIANT_FIELDS } from "./product-fields.graphql.ts";

/** The three bulk operations of a first sync. Children arrive as lines of their own with `__parentId`. */
export const PRODUCTS_BULK = /* GraphQL */ `{
  products { edges { node {
    ${PRODUCT_FIELDS}
    collections { edges { node { id } } }
    variants { edges { node { ${VARIANT_FIELDS} } } }
  } } }
}`;

export const CUSTOMERS_BULK = /* GraphQL */ `{
  customers { edges { node { id createdAt updatedAt } } }
}`;

export const ORDERS_BULK = /* GraphQL */ `{
  orders { edges { node {
    ${ORDER_FIELDS}
    customer { id }
    lineItems { edges { node { ${LINE_FIELDS} } } }
  } } }
}`;

/** Every order there is, with the time of its last change: what is missing or deleted here shows in the comparison. */
export const ORDER_IDS_BULK = /* GraphQL */ `{
  orders { edges { node { id updatedAt } } }
}`;
