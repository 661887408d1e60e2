import { BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ProvenOffer } from "../experiments/proven-offers.ts";
import type { OfferResult } from "../funnel/offers/offer.ts";
import type { StandingOffer } from "../funnel/offers/offer-standing.ts";
import { OfferStatusBadge } from "./offer-status-badge.tsx";
import { useFormats } from "./shop-context.tsx";

const SHOWN = 5;

interface OffersSummaryProps {
  offers: readonly StandingOffer[];
  results: readonly OfferResult[];
  proven: readonly ProvenOffer[];
}

/** The offers with most attributed profit, on Home, each with what its holdout says of it. */
export function OffersSummary({ offers, results, proven }: OffersSummaryProps) {
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
          <BlockStack gap="200" inlineAlign="start">
            <Text as="p" tone="subdued">
              {t("home.offers_none")}
            </Text>
            <Button url="/app/offers">{t("setup.offer.action")}</Button>
          </BlockStack>
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
                        <OfferStatusBadge standing={offer.standing} />
                      </InlineStack>
                      <Text as="span" numeric tone="subdued">
                        {t("home.offers_line", {
                          impressions: formats.number(result?.impressions ?? 0),
                          accepts: formats.number(result?.accepts ?? 0),
                          profit: formats.money(result?.profit ?? 0),
                        })}
                      </Text>
                    </InlineStack>
                    <InTruth proven={proven.find(({ offerId }) => offerId === offer.id)} />
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

/** Attributed profit counts what shoppers would have bought anyway, so it never stands alone. */
function InTruth({ proven }: { proven: ProvenOffer | undefined }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  if (!proven) return null;
  const { verdict, total } = proven;
  const experiment = <Link url={`/app/experiments/${proven.experimentId}`}>{t("home.offers_experiment")}</Link>;
  if (total && verdict === "loses") {
    return (
      <Text as="p" fontWeight="semibold" tone="critical">
        {t("home.offers_lost", { amount: money(-total.expected) })} {experiment}
      </Text>
    );
  }
  return (
    <Text as="p" tone="subdued">
      {total && verdict === "earns" ? t("home.offers_earned", { amount: money(total.expected) }) : t("home.offers_unproven")} {experiment}
    </Text>
  );
}
