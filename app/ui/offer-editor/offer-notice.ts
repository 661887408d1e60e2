/** What an action on an offer came to, as far as the merchant has to read it. */
export type OfferNotice =
  | { readonly kind: "saved" }
  | { readonly kind: "published" }
  /** shoppers see it from then on, ISO 8601 */
  | { readonly kind: "scheduled"; readonly startsAt: string }
  /** nothing was saved: the merchant has to agree first */
  | { readonly kind: "ends_experiment"; readonly proof: boolean; readonly visitors: number }
  | { readonly kind: "paused"; readonly withdrawn: boolean }
  | { readonly kind: "refused"; readonly reason: string; readonly message: string | null }
  | { readonly kind: "invalid"; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: "not_found" };
