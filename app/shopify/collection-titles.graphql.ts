import { z } from "zod";

export const CollectionTitlesQuery = /* GraphQL */ `
  query CollectionTitles($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Collection {
        id
        title
      }
    }
  }
`;

export const CollectionTitlesData = z.object({ nodes: z.array(z.object({ id: z.string(), title: z.string() }).nullable()) });
