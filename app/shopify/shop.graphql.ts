import { z } from "zod";

/** What the app must know about a shop, and what the shop has granted. */
export const ShopQuery = /* GraphQL */ `
  query Shop {
    shop {
      name
      currencyCode
      ianaTimezone
      plan {
        publicDisplayName
      }
    }
    currentAppInstallation {
      accessScopes {
        handle
      }
    }
  }
`;

export const ShopData = z.object({
  shop: z.object({
    name: z.string(),
    currencyCode: z.string().length(3),
    ianaTimezone: z.string().min(1),
    plan: z.object({ publicDisplayName: z.string() }),
  }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});
export type ShopData = z.infer<typeof ShopData>;
