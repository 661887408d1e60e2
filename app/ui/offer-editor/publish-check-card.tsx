import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Button, Card, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { PublishFinding } from "../../funnel/publish/publish-finding.ts";
import { reasonWords } from "../reason-words.ts";
import { FindingLinks } from "./finding-links.tsx";
import { useFindingValues } from "./finding-values.tsx";

const TONE = { stops: "critical", warns: "warning", tells: "info" } as const;

/** What to know before publishing: asked for when the offer is opened, after every change of it, and whenever the merchant wants to. */
export function PublishCheckCard({ offerId, live }: { offerId: number; live: boolean }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<{ findings: PublishFinding[] | null }>();
  const { load } = fetcher;
  // What a fetcher has loaded, Remix loads again after an action: a saved offer is checked anew.
  useEffect(() => load(`/app/offer-check/${offerId}`), [load, offerId]);
  const findings = fetcher.data?.findings;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t(live ? "check.title_live" : "check.title")}
          </Text>
          <Button variant="tertiary" loading={fetcher.state !== "idle"} onClick={() => load(`/app/offer-check/${offerId}`)}>
            {t("check.again")}
          </Button>
        </InlineStack>
        {findings ? <PublishFindings findings={findings} /> : <SkeletonBodyText lines={3} />}
      </BlockStack>
    </Card>
  );
}

/** Findings in words, the gravest first, each with what can be done about it. */
export function PublishFindings({ findings }: { findings: readonly PublishFinding[] }) {
  const { t } = useTranslation();
  const valuesOf = useFindingValues();
  const grave = findings.some((finding) => finding.severity !== "tells");
  return (
    <BlockStack gap="300">
      {grave ? null : <Text as="p">{t("check.clear")}</Text>}
      <ul className="crescendo-plain-list">
        {findings.map((finding) => (
          <li key={`${finding.code}-${finding.error ?? ""}-${JSON.stringify(finding.values)}`}>
            <BlockStack gap="100" inlineAlign="start">
              <Badge tone={TONE[finding.severity]}>{t(`check.severity.${finding.severity}`)}</Badge>
              {finding.code === "error" ? (
                <Text as="p">{reasonWords(t, "errors", finding.error ?? "invalid")}</Text>
              ) : (
                <>
                  <Text as="p">{t(`check.what.${finding.code}`, valuesOf(finding))}</Text>
                  <Text as="p" tone="subdued">
                    {t(`check.do.${finding.code}`, valuesOf(finding))}
                  </Text>
                  <FindingLinks finding={finding} />
                </>
              )}
            </BlockStack>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}
