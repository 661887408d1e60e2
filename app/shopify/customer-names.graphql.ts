import { z } from "zod";

export const CustomerNamesQuery = /* GraphQL */ `
  query CustomerNames($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer {
        id
        displayName
      }
    }
  }
`;

export const CustomerSearchQuery = /* GraphQL */ `
  query CustomerSearch($query: String!) {
    customers(first: 50, query: $query) {
      nodes {
        id
        displayName
      }
    }
  }
`;

const NamedCustomer = z.object({ id: z.string(), displayName: z.string() });
export type NamedCustomer = z.infer<typeof NamedCustomer>;

export const CustomerNamesData = z.object({ nodes: z.array(NamedCustomer.nullable()) });
export const CustomerSearchData = z.object({ customers: z.object({ nodes: z.array(NamedCustomer) }) });
