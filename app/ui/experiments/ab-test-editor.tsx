import { BlockStack } from "@shopify/polaris";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormSaveBar } from "../form/form-save-bar.tsx";
import { useDraft } from "../form/use-draft.ts";
import { reasonWords } from "../reason-words.ts";
import { useShop } from "../shop-context.tsx";
import { AbTestFields } from "./ab-test-fields.tsx";
import { newAbTest, offerOf, readAbTest, type TestableOffer, type VariantForm } from "./ab-test-form.ts";
import { type ExperimentNotice, ExperimentNoticeBanner } from "./experiment-notice.tsx";
import { NoOffer } from "./no-offer.tsx";

interface AbTestEditorProps {
  offers: readonly TestableOffer[];
  offerId: number | null;
  notice: ExperimentNotice | undefined;
  busy: boolean;
  onCreate(draft: object): void;
}

/** A new A/B test under the page's save bar: saved as a draft, which nobody sees before it is started. */
export function AbTestEditor({ offers, offerId, notice, busy, onCreate }: AbTestEditorProps) {
  const { t } = useTranslation();
  const shop = useShop();
  const asked = offers.find(({ id }) => id === offerId) ?? offers[0];
  const state = useDraft(newAbTest(asked?.id), notice);
  const { form, dirty, errors, discard, send } = state;
  /** variants in the order in which they were sent last: what was wrong is told by their places */
  const [sent, setSent] = useState<readonly number[]>([]);

  // The fields' own errors go with the draft, so they are not read from the answer.
  const shownNotice = useMemo(
    (): ExperimentNotice | undefined =>
      Object.keys(errors).length > 0 ? { kind: "invalid", errors } : notice?.kind === "invalid" ? undefined : notice,
    [errors, notice],
  );
  const error = (field: string) => (errors[field] ? reasonWords(t, "experiments.error", errors[field]) : "");
  const variantError = ({ key }: VariantForm, field: string) => error(`variants.${sent.indexOf(key)}.${field}`);
  const save = () => {
    setSent(form.variants.map(({ key }) => key));
    send(readAbTest(form, offerOf(form, offers), shop), onCreate);
  };

  if (offers.length === 0) return <NoOffer />;
  return (
    <>
      <FormSaveBar forms={[{ dirty, busy, save, discard }]} />
      <BlockStack gap="400">
        {shownNotice ? <ExperimentNoticeBanner notice={shownNotice} /> : null}
        <AbTestFields state={state} offers={offers} error={error} variantError={variantError} />
      </BlockStack>
    </>
  );
}
