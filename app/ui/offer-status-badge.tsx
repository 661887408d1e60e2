import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Offer } from "../funnel/offers/offer.ts";

const TONE = { draft: "info", live: "success", paused: "attention", ended: undefined } as const;

export function OfferStatusBadge({ status }: { status: Offer["status"] }) {
  const { t } = useTranslation();
  const tone = TONE[status];
  return <Badge {...(tone ? { tone } : {})}>{t(`offers.status.${status}`)}</Badge>;
}
