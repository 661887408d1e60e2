import type { OfferFormState } from "./use-offer-form.ts";

/** What every card of the editor gets: the fields and, by field name, the words for what is wrong. */
export interface EditorCardProps {
  readonly state: OfferFormState;
  readonly errors: Readonly<Record<string, string>>;
}
