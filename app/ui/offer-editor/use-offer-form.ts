import { useCallback, useEffect, useMemo, useState } from "react";
import type { OfferForm } from "./offer-form.ts";

export interface OfferFormState {
  readonly form: OfferForm;
  readonly dirty: boolean;
  set<Field extends keyof OfferForm>(field: Field, value: OfferForm[Field]): void;
  reset(): void;
}

/** The fields as edited, against what is saved; when the saved offer changes, the edits are done. */
export function useOfferForm(saved: OfferForm): OfferFormState {
  const [form, setForm] = useState(saved);
  const key = JSON.stringify(saved);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `saved` by value
  useEffect(() => setForm(saved), [key]);
  const set = useCallback(<Field extends keyof OfferForm>(field: Field, value: OfferForm[Field]) => {
    setForm((current) => ({ ...current, [field]: value }));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `saved` by value
  const reset = useCallback(() => setForm(saved), [key]);
  const dirty = useMemo(() => JSON.stringify(form) !== key, [form, key]);
  return { form, dirty, set, reset };
}
