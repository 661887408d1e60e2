import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExplainedDecision } from "../../funnel/trace/explained-decision.ts";
import { useFormats } from "../shop-context.tsx";
import { CandidatesTable } from "./candidates-table.tsx";
import { useDecisionSentences } from "./decision-sentence.tsx";

const TONE = { shown: "success", withheld: "attention", none: "new" } as const;

/** One decision: when, where, what and why, then everything that was weighed. */
export function DecisionCard({ decision }: { decision: ExplainedDecision }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const sentencesOf = useDecisionSentences();
  const place = t(`editor.placement.${decision.placement}`);
  const heading = decision.id === null ? t("why.trial_heading", { place }) : t("why.heading", { at: dateTime(decision.at), place });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {heading}
          </Text>
          <Badge tone={TONE[decision.outcome]}>{t(`why.outcome.${decision.outcome === "withheld" ? "holdout" : decision.outcome}`)}</Badge>
          {decision.events.map((event) => (
            <Badge key={event}>
              {event === "impression" && decision.outcome === "withheld" ? t("why.place_seen") : t(`why.event.${event}`)}
            </Badge>
          ))}
          {decision.ordered ? <Badge tone="success">{t("why.in_order")}</Badge> : null}
        </InlineStack>
        <BlockStack gap="100">
          {sentencesOf(decision).map((sentence) => (
            <Text as="p" key={sentence}>
              {sentence}
            </Text>
          ))}
        </BlockStack>
        <CandidatesTable name={heading} decision={decision} />
        <Small decision={decision} />
      </BlockStack>
    </Card>
  );
}

/** What a technical reader asks for. */
function Small({ decision }: { decision: ExplainedDecision }) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  const learned = ({ policyVersion: version, candidates }: ExplainedDecision) => {
    if (version === 0) return t("why.policy_prior");
    return candidates[0]?.untried ? t("why.policy_untried", { version }) : t("why.policy", { version });
  };
  const facts = [
    ...(decision.segment === null ? [] : [t(`why.segment.${decision.segment}`)]),
    learned(decision),
    ...(decision.propensity === null ? [] : [t("why.propensity", { share: percent(decision.propensity, 2) })]),
    ...(decision.id !== null && !decision.tracked ? [t("why.not_tracked")] : []),
    ...decision.experiments.map(({ name, kind, arm }) =>
      kind === "global_holdout" || kind === "offer_holdout"
        ? t(`why.arm_${kind}`, { arm: t(arm === "control" ? "why.arm_without" : "why.arm_with") })
        : t("why.arm_test", { name: name ?? t("why.deleted_test"), arm }),
    ),
  ];
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {facts.join(" · ")}
    </Text>
  );
}
