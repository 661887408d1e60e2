import { Badge, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { chanceOfNothing } from "../../funnel/trace/chance-of-nothing.ts";
import type { ExplainedCandidate, ExplainedDecision } from "../../funnel/trace/explained-decision.ts";
import { NamedTable } from "../named-table.tsx";
import { useFormats } from "../shop-context.tsx";

/** Everything that was weighed, the chosen one first, with the reason of what fell out. Showing nothing stands at its chance. */
export function CandidatesTable({ name, decision }: { name: string; decision: ExplainedDecision }) {
  const { t } = useTranslation();
  const { money, percent } = useFormats();
  const { candidates } = decision;
  if (candidates.length === 0) return null;
  const rows = candidates.map((one) => [
    <What key="what" candidate={one} />,
    one.depthBp === null ? "–" : percent(one.depthBp / 10_000, 1),
    <Profit key="profit" candidate={one} />,
    one.weight === null ? "–" : percent(one.weight, 1),
    <Why key="why" candidate={one} />,
  ]);
  const nothing = chanceOfNothing(decision);
  if (nothing !== null) {
    const why = nothing > 0 ? t("why.nothing_competed") : "–";
    rows.splice(placeOfNothing(decision, nothing), 0, [t("why.outcome.none"), "–", money(0), percent(nothing, 1), why]);
  }
  return (
    <NamedTable
      name={name}
      verticalAlign="top"
      columnContentTypes={["text", "numeric", "numeric", "numeric", "text"]}
      headings={[t("why.column.what"), t("why.column.discount"), t("why.column.profit"), t("why.column.chance"), t("why.column.why")]}
      rows={rows}
    />
  );
}

/** First where it was chosen, else among what competed, never before what was chosen. */
function placeOfNothing({ outcome, candidates }: ExplainedDecision, chance: number): number {
  if (outcome === "none") return 0;
  const at = candidates.findIndex(({ weight, reason }, index) => index > 0 && (reason !== null || (weight ?? 0) < chance));
  return at < 0 ? candidates.length : at;
}

function What({ candidate }: { candidate: ExplainedCandidate }) {
  const { t } = useTranslation();
  const { product, together, source, offerId, offerName } = candidate;
  return (
    <BlockStack>
      <InlineStack gap="200">
        <Text as="span" fontWeight="medium">
          {product ?? t("why.whole_offer")}
        </Text>
        {together ? <Badge tone="info">{t("why.together")}</Badge> : null}
      </InlineStack>
      {source === null ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {t(`why.source.${source}`)}
        </Text>
      )}
      {offerName === null ? (
        <Text as="span" variant="bodySm" tone="subdued">
          {t("why.deleted_offer")}
        </Text>
      ) : (
        <Link url={`/app/offers/${offerId}`} removeUnderline>
          {offerName}
        </Link>
      )}
    </BlockStack>
  );
}

/** An arm without a chance was not shown because something else, or nothing, was expected to earn more. */
function Why({ candidate: { reason, score, weight } }: { candidate: ExplainedCandidate }) {
  const { t } = useTranslation();
  if (reason !== null) return t(`why.reason.${reason}`);
  if (score === null) return "–";
  return t(weight === 0 ? "why.outcome.earns_less" : "why.competed");
}

function Profit({ candidate: { score, later } }: { candidate: ExplainedCandidate }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  if (score === null) return "–";
  if (later === 0) return money(score);
  return (
    <BlockStack>
      <Text as="span">{money(score)}</Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {t("why.now_and_later", { now: money(score - later), later: money(later) })}
      </Text>
    </BlockStack>
  );
}
