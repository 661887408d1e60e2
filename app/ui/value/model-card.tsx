import { BlockStack, Button, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ModelCard } from "../../value/model-card.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { FitButton } from "./fit-button.tsx";
import { ForecastWarnings } from "./forecast-card.tsx";
import { MODEL_NAMES } from "./model-names.ts";

/** How the forecast comes about, in plain words first and in the model's own numbers on request. */
export function ModelCardSection({ card }: { card: ModelCard | null }) {
  const { t } = useTranslation();
  const { number, percent, date, dateTime } = useFormats();
  if (!card) {
    return (
      <SectionCard title={t("value.model.title")}>
        <Text as="p">{t("value.no_forecast.not_fitted")}</Text>
      </SectionCard>
    );
  }
  const { leftOut } = card;
  const sentences = [
    t(`value.model.how.${card.model.name === "pareto" ? "pareto" : "bg"}`),
    t("value.model.spend"),
    t(`value.model.decided.${card.decidedBy}`, { model: MODEL_NAMES[card.model.name], count: card.candidates.length }),
    t("value.model.data", {
      customers: number(card.customers),
      repeat: number(card.repeatCustomers),
      days: number(card.historyDays),
      asOf: date(`${card.asOf}T12:00:00Z`),
    }),
    t("value.model.left_out", {
      guests: number(leftOut.guests),
      cancelled: number(leftOut.cancelledOrTest),
      worthless: number(leftOut.worthNothing),
    }),
    t("value.model.horizon", { days: number(card.horizonDays), rate: percent(card.discountRate) }),
    card.pastError === null ? t("value.model.error_unknown") : t("value.model.error", { error: percent(card.pastError) }),
    ...(card.fitOn === "first_seen_later" ? [t("value.model.first_seen_later")] : []),
    t("value.model.limits"),
  ];
  return (
    <SectionCard
      title={t("value.model.title")}
      intro={t("value.model.intro")}
      badge={card.label === "early" ? t("value.early") : undefined}
      control={<FitButton label={t("value.model.again")} />}
    >
      <BlockStack gap="300">
        <ul className="crescendo-words">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <ForecastWarnings label={card.label} warnings={card.warnings} />
        <Numbers card={card} />
        <Text as="p" variant="bodySm" tone="subdued">
          {t("value.model.fitted", { version: number(card.version), at: dateTime(card.fittedAt), share: percent(card.newRepeatShare, 1) })}
        </Text>
      </BlockStack>
    </SectionCard>
  );
}

/** For whoever wants to check the fit elsewhere. */
function Numbers({ card }: { card: ModelCard }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const [open, setOpen] = useState(false);
  const id = useId();
  const spend = card.gammaGamma ? Object.entries(card.gammaGamma) : [];
  const facts: [string, string][] = [
    [t("value.model.fact.model"), MODEL_NAMES[card.model.name]],
    ...Object.entries(card.model.params).map(([name, value]): [string, string] => [name, number(value, 4)]),
    ...spend.map(([name, value]): [string, string] => [`Gamma-Gamma ${name}`, number(value, 4)]),
    [t("value.model.fact.correlation"), card.spendCorrelation === null ? t("value.none") : number(card.spendCorrelation, 3)],
    [t("value.model.fact.order_days"), number(card.orderDays)],
    [t("value.model.fact.converged"), t(card.converged ? "value.yes" : "value.no")],
    [t("value.model.fact.time"), t("value.model.fact.milliseconds", { time: number(card.fitMs) })],
  ];
  return (
    <div>
      <InlineStack>
        <Button variant="plain" disclosure={open ? "up" : "down"} ariaExpanded={open} ariaControls={id} onClick={() => setOpen(!open)}>
          {t("value.model.numbers")}
        </Button>
      </InlineStack>
      <Collapsible id={id} open={open} transition={false} expandOnPrint>
        <dl className="crescendo-facts">
          {facts.map(([name, figure]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{figure}</dd>
            </div>
          ))}
        </dl>
      </Collapsible>
    </div>
  );
}
