import { useBlocker } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { BarredForm } from "./barred-form.ts";

/** Shopify's bar over all that is edited on a page, and the question before leaving with it. A page has one. */
export function FormSaveBar({ forms }: { forms: readonly BarredForm[] }) {
  const { t } = useTranslation();
  const edited = forms.filter(({ dirty }) => dirty);
  const busy = forms.some((form) => form.busy);
  useLeaveConfirmation(edited.length > 0);
  const each = (act: (form: BarredForm) => void) => () => edited.forEach(act);
  return (
    <SaveBar id="form-save-bar" open={edited.length > 0}>
      <button
        type="button"
        {...{ variant: "primary", ...(busy ? { loading: "" } : {}) }}
        disabled={busy}
        onClick={each((form) => form.save())}
      >
        {t("common.save")}
      </button>
      <button type="button" disabled={busy} onClick={each((form) => form.discard())}>
        {t("common.discard")}
      </button>
    </SaveBar>
  );
}

/** Navigation inside the app passes Shopify's question by, so it waits here for the answer. Staying is never answered. */
function useLeaveConfirmation(unsaved: boolean): void {
  const shopify = useAppBridge();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    // saved or discarded since: the merchant stayed
    if (!unsaved) return blocker.reset();
    let asked = true;
    void shopify.saveBar.leaveConfirmation().then(() => asked && blocker.proceed());
    return () => {
      asked = false;
    };
  }, [blocker, unsaved, shopify]);
}
