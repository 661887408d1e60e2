import { BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Offer, OfferResult } from "../funnel/offer.ts";
import { OfferStatusBadge } from "./offer-status-badge.tsx";
import { useFormats } from "./shop-context.tsx";

const SHOWN = 5;

/** The offers that earned most, on Home. */
export function OffersSummary({ offers, results }: { offers: readonly Offer[]; results: readonly OfferResult[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const byOffer = new Map(results.map((result) => [result.offerId, result]));
  const total = results.reduce((sum, result) => sum + result.profit, 0);
  const ranked = offers.toSorted((a, b) => (byOffer.get(b.id)?.profit ?? 0) - (byOffer.get(a.id)?.profit ?? 0)).slice(0, SHOWN);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("home.offers_title")}
          </Text>
          <Button variant="plain" url="/app/offers">
            {t("home.offers_all")}
          </Button>
        </InlineStack>
        {offers.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("home.offers_none")}
          </Text>
        ) : (
          <>
            <Text as="p">{t("home.offers_profit", { profit: formats.money(total) })}</Text>
            <BlockStack as="ul" gap="200">
              {ranked.map((offer) => {
                const result = byOffer.get(offer.id);
                return (
                  <li key={offer.id} className="crescendo-plain-item">
                    <InlineStack align="space-between" gap="200">
                      <InlineStack gap="200">
                        <Link url={`/app/offers/${offer.id}`} removeUnderline>
                          {offer.name}
                        </Link>
                        <OfferStatusBadge status={offer.status} />
                      </InlineStack>
                      <Text as="span" numeric tone="subdued">
                        {t("home.offers_line", {
                          impressions: formats.number(result?.impressions ?? 0),
                          accepts: formats.number(result?.accepts ?? 0),
                          profit: formats.money(result?.profit ?? 0),
                        })}
                      </Text>
                    </InlineStack>
                  </li>
                );
              })}
            </BlockStack>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
