/** The languages the admin speaks. Anything else Shopify asks for is answered in English. */
export const LOCALES = ["en", "vi"] as const;
export type Locale = (typeof LOCALES)[number];
