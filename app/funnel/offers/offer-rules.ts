import { z } from "zod";

/** What holds for every offer of a shop, whatever the engine would choose. Kept as JSON; what is missing takes its default. */
export const OfferRules = z.object({
  /** never offered */
  excludedProductIds: z
    .array(z.string().regex(/^[1-9]\d{0,19}$/))
    .max(500)
    .default([]),
  /** offers a visitor is shown within 24 hours */
  impressionsADay: z.number().int().min(1).max(100).default(12),
  /** after so many declines an offer rests for this visitor */
  declinesBeforeRest: z.number().int().min(1).max(10).default(1),
  restDays: z.number().int().min(0).max(365).default(14),
  /** no offer for so long after an order that took one */
  coolOffHours: z
    .number()
    .int()
    .min(0)
    .max(24 * 30)
    .default(0),
  /** a product the customer bought so lately is not offered, unless it is one that people buy again sooner */
  boughtWithinDays: z.number().int().min(0).max(730).default(60),
  /** units that must be left in stock; 0: whatever Shopify would sell */
  safetyStock: z.number().int().min(0).max(10_000).default(0),
});
export type OfferRules = z.infer<typeof OfferRules>;

export const DEFAULT_RULES: OfferRules = OfferRules.parse({});
