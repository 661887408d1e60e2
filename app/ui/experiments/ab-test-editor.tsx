import { BlockStack } from "@shopify/polaris";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TestableOffer } from "../../experiments/testable-offer.ts";
import { FormSaveBar } from "../form/form-save-bar.tsx";
import { useDraft } from "../form/use-draft.ts";
import { WrongFields } from "../form/wrong-fields.tsx";
import { useShop } from "../shop-context.tsx";
import { AbTestFields } from "./ab-test-fields.tsx";
import { newAbTest, offerOf, readAbTest } from "./ab-test-form.ts";
import { abTestBasis, byVariantKey, wrongAbTestFields } from "./ab-test-wrong.ts";
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
  /** keys of the variants in the order in which they were sent last: what is wrong is told by their places */
  const sent = useRef<readonly number[]>([]);
  const outcome = useMemo(
    () => (notice?.kind === "invalid" ? { ...notice, errors: byVariantKey(notice.errors, sent.current) } : notice),
    [notice],
  );
  const state = useDraft(newAbTest(asked?.id), outcome, abTestBasis);
  const { form, dirty, errors, refusals, discard, send } = state;
  const wrong = wrongAbTestFields(t, form, errors);
  const error = (field: string) => wrong.find((one) => one.field === field)?.words ?? "";
  const save = () => {
    sent.current = form.variants.map(({ key }) => key);
    send(readAbTest(form, offerOf(form, offers), shop), onCreate);
  };

  if (offers.length === 0) return <NoOffer />;
  return (
    <>
      <FormSaveBar forms={[{ dirty, busy, save, discard }]} />
      <BlockStack gap="400">
        {wrong.length > 0 ? (
          <WrongFields title={t("experiments.notice.invalid")} fields={wrong} refusals={refusals} />
        ) : notice && notice.kind !== "invalid" ? (
          <ExperimentNoticeBanner notice={notice} />
        ) : null}
        <AbTestFields state={state} offers={offers} error={error} />
      </BlockStack>
    </>
  );
}
