import type { Draft } from "../form/use-draft.ts";
import type { OfferForm } from "./offer-form.ts";

/** What every card of the editor gets: the fields and, by field name, the words for what is wrong. */
export interface EditorCardProps {
  readonly state: Pick<Draft<OfferForm>, "form" | "set">;
  readonly errors: Readonly<Record<string, string>>;
}
