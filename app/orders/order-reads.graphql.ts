import { LINE_FIELDS, ORDER_FIELDS } from "./order-fields.graphql.ts";
import { RIGHTS } from "./visible-orders.graphql.ts";

/** A few orders whole, and how far back the app may see; lines beyond the first page follow with ORDER_LINES_PAGE. */
export const ORDERS_BY_ID = /* GraphQL */ `query OrdersById($ids: [ID!]!) {
  ${RIGHTS}
  nodes(ids: $ids) {
    ... on Order {
      ${ORDER_FIELDS}
      customer { id createdAt updatedAt }
      lineItems(first: 50) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
  }
}`;

export const ORDER_LINES_PAGE = /* GraphQL */ `query OrderLinesPage($id: ID!, $after: String!) {
  order(id: $id) {
    updatedAt
    lineItems(first: 100, after: $after) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`;

/** Ids of orders by search, oldest change first. */
export const CHANGED_ORDERS = /* GraphQL */ `query ChangedOrders($query: String!, $after: String) {
  orders(first: 250, query: $query, sortKey: UPDATED_AT, after: $after) {
    nodes { id updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}`;
