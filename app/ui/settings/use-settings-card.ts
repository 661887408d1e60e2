import { useFetcher } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { FieldErrors } from "../../field-errors.ts";
import type { BarredForm } from "../form/barred-form.ts";
import type { Read } from "../form/read-fields.ts";
import { type Draft, useDraft } from "../form/use-draft.ts";
import { reasonWords } from "../reason-words.ts";

export type SettingsOutcome = { readonly kind: "saved" } | { readonly kind: "invalid"; readonly errors: FieldErrors };

export interface SettingsCard<Form> extends Draft<Form>, BarredForm {
  /** saved, and not edited since */
  readonly done: boolean;
  /** what is wrong with a field, "" for nothing */
  error(field: string): string;
}

/** A setting is judged by its own field alone, which has its name without where it is kept and in what unit. */
const basis = <Form>(form: Form, field: string) => form[field.replace(/^rules\./, "").replace(/Bp$/, "") as keyof Form];

/** A card of the settings page: a form of its own, which is saved on its own. */
export function useSettingsCard<Form>(name: "costs" | "offers", saved: Form, read: (form: Form) => Read<object>): SettingsCard<Form> {
  const { t } = useTranslation();
  const fetcher = useFetcher<SettingsOutcome>();
  const draft = useDraft(saved, fetcher.data, basis);
  return {
    ...draft,
    busy: fetcher.state !== "idle",
    done: fetcher.data?.kind === "saved" && !draft.dirty,
    error: (field) => (draft.errors[field] ? reasonWords(t, "errors", draft.errors[field]) : ""),
    save: () =>
      draft.send(read(draft.form), (values) =>
        fetcher.submit({ [name]: JSON.stringify(values) }, { method: "post", action: "/app/settings" }),
      ),
  };
}
