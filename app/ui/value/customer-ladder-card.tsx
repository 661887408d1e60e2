import { Badge, BlockStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { CustomerLadder } from "../../ledger/customer-ladder.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

const STEPS = ["tripwire", "core", "profit_maximizer", "return"] as const;

/** How far up the ladder from first small purchase to returning customer. */
export function CustomerLadderCard({ ladder }: { ladder: CustomerLadder }) {
  const { t } = useTranslation();
  const { money, date } = useFormats();
  const next = STEPS.filter((step) => step !== "tripwire").find((step) => !ladder.reached.includes(step));
  return (
    <SectionCard title={t("value.ladder.title")} intro={t("value.ladder.intro")}>
      <BlockStack gap="300">
        <ol className="crescendo-ladder">
          {STEPS.map((step) => {
            const reached = ladder.reached.includes(step);
            return (
              <li key={step} data-reached={reached}>
                <Text as="span" fontWeight="medium">
                  {t(`value.ladder.step.${step}`)}
                </Text>
                <Badge {...(reached ? { tone: "success" as const } : {})}>
                  {t(reached ? "value.ladder.reached" : "value.ladder.open")}
                </Badge>
                <Text as="span" variant="bodySm" tone="subdued">
                  {t(`value.ladder.meaning.${step}`)}
                </Text>
              </li>
            );
          })}
        </ol>
        <Text as="p">{next ? t(`value.ladder.next.${next}`) : t("value.ladder.all")}</Text>
        {ladder.accepted.length > 0 ? (
          <ul className="crescendo-plain-list">
            {ladder.accepted.map((offer) => (
              <li key={`${offer.orderId}-${offer.offerId}`}>
                <Link url={`/app/offers/${offer.offerId}`} removeUnderline>
                  {offer.offerName}
                </Link>{" "}
                <Text as="span" tone="subdued">
                  {t("value.ladder.accepted", {
                    date: date(offer.orderedAt),
                    revenue: money(offer.revenue),
                    profit: money(offer.profit),
                  })}
                </Text>
              </li>
            ))}
          </ul>
        ) : null}
      </BlockStack>
    </SectionCard>
  );
}
