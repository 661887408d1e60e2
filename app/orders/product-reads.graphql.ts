import { PRODUCT_FIELDS, VARIANT_FIELDS } from "./product-fields.graphql.ts";

/** A few products whole; variants and collections beyond the first page follow with the two page queries. */
export const PRODUCTS_BY_ID = /* GraphQL */ `query ProductsById($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Product {
      ${PRODUCT_FIELDS}
      collections(first: 50) { nodes { id } pageInfo { hasNextPage endCursor } }
      variants(first: 50) { nodes { ${VARIANT_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
  }
}`;

export const PRODUCT_VARIANTS_PAGE = /* GraphQL */ `query ProductVariantsPage($id: ID!, $after: String!) {
  product(id: $id) { variants(first: 100, after: $after) { nodes { ${VARIANT_FIELDS} } pageInfo { hasNextPage endCursor } } }
}`;

export const PRODUCT_COLLECTIONS_PAGE = /* GraphQL */ `query ProductCollectionsPage($id: ID!, $after: String!) {
  product(id: $id) { collections(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
}`;

/** Every product there is, with what tells that it differs here. */
export const ALL_PRODUCTS = /* GraphQL */ `query AllProducts($after: String) {
  products(first: 250, after: $after) {
    nodes { id updatedAt onlineStoreUrl requiresSellingPlan }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const CHANGED_PRODUCTS = /* GraphQL */ `query ChangedProducts($query: String!, $after: String) {
  products(first: 250, query: $query, sortKey: UPDATED_AT, after: $after) {
    nodes { id updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}`;
