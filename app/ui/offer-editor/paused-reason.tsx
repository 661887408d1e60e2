import { Banner, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Offer } from "../../funnel/offers/offer.ts";
import { stoppedBy } from "../../funnel/offers/stopped-by.ts";
import { reasonWords } from "../reason-words.ts";

/** Why an offer does not run, when it was not the merchant who paused it. */
export function PausedReason({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  const reason = stoppedBy(offer);
  if (reason === null) return null;
  return (
    <Banner tone="warning" title={t("offer.paused_by_crescendo")}>
      <Text as="p">{reasonWords(t, "offers.publish_reason", reason)}</Text>
    </Banner>
  );
}
