import type { TFunction } from "i18next";

/** The name Shopify shows, or the customer's number where names are not ours to read. */
export function customerLabel(t: TFunction, id: string, names: Readonly<Record<string, string>>): string {
  return names[id] ?? t("customers.numbered", { id });
}
