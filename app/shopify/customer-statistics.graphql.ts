import { z } from "zod";

export const CustomerStatisticsQuery = /* GraphQL */ `
  query CustomerStatistics($id: ID!) {
    customer(id: $id) {
      statistics {
        rfmGroup
        predictedSpendTier
      }
    }
  }
`;

export const CustomerStatisticsData = z.object({
  customer: z.object({ statistics: z.object({ rfmGroup: z.string().nullable(), predictedSpendTier: z.string().nullable() }) }).nullable(),
});
