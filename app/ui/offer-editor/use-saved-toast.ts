import { useNavigationType } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { OfferNotice } from "./offer-notice.ts";

/** Says that an offer was saved: by what came of it, or, of a new one, by the page going on to the offer it has become. */
export function useSavedToast(offerId: number | null, notice: OfferNotice | undefined): void {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  useEffect(() => {
    if (notice?.kind === "saved") shopify.toast.show(t("common.saved"));
  }, [notice, shopify, t]);
  const navigation = useNavigationType();
  const before = useRef(offerId);
  useEffect(() => {
    // Back and forward between the two pages save nothing.
    if (before.current === null && offerId !== null && navigation !== "POP") shopify.toast.show(t("common.saved"));
    before.current = offerId;
  }, [offerId, navigation, shopify, t]);
}
