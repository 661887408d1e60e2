import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { OfferStanding } from "../funnel/offers/offer-standing.ts";

const TONE = { draft: "info", scheduled: "info", live: "success", paused: "attention", ended: undefined } as const;

export function OfferStatusBadge({ standing }: { standing: OfferStanding }) {
  const { t } = useTranslation();
  const tone = TONE[standing];
  return <Badge {...(tone ? { tone } : {})}>{t(`offers.status.${standing}`)}</Badge>;
}
