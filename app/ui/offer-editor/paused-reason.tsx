import { Banner, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Offer } from "../../funnel/offer.ts";
import { reasonWords } from "../reason-words.ts";

/** Why an offer does not run, when it was not the merchant who paused it. */
export function PausedReason({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  if ((offer.status !== "paused" && offer.status !== "ended") || !offer.pausedReason) return null;
  return (
    <Banner tone="warning" title={t("offer.paused_by_crescendo")}>
      <Text as="p">{reasonWords(t, "offers.publish_reason", offer.pausedReason)}</Text>
    </Banner>
  );
}
