import { Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { RfmPlace } from "../value/rfm-segments.ts";
import { SectionCard } from "./section-card.tsx";
import { useFormats } from "./shop-context.tsx";
import { CustomerPlace, type ShopifyView } from "./value/customer-place.tsx";

interface CustomerNoForecastCardProps {
  /** revenue before refunds, and after them */
  bought: { readonly gross: number; readonly net: number };
  /** what they paid for gift cards */
  giftCards: number;
  rfm: RfmPlace | null;
  shopify: ShopifyView | null;
}

/** Why nothing is expected of a customer yet: they bought nothing that a forecast could rest on, or the store has none. */
export function CustomerNoForecastCard({ bought, giftCards, rfm, shopify }: CustomerNoForecastCardProps) {
  const { t } = useTranslation();
  const { money } = useFormats();
  return (
    <SectionCard title={t("value.customer.title")}>
      <Text as="p">{why()}</Text>
      <CustomerPlace rfm={rfm} shopify={shopify} />
    </SectionCard>
  );

  function why() {
    if (bought.gross <= 0 && giftCards > 0) return t("value.customer.none_gift_cards", { amount: money(giftCards) });
    if (bought.net <= 0) return t("value.customer.none_worth");
    return (
      <>
        {t("value.customer.none")} <Link url="/app/value">{t("value.customer.none_ask")}</Link>
      </>
    );
  }
}
