import { InlineStack, Link } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { FindingCode, FindingSubject, PublishFinding } from "../../funnel/publish/publish-finding.ts";
import { ThemeEditorLinks } from "../theme-editor-links.tsx";

const IN_SETTINGS: readonly FindingCode[] = [
  "stack_below_floor",
  "excluded_all",
  "excluded_some",
  "assumed_cost",
  "holdout",
  "holdout_running",
];
const PAGE = {
  offer: "/app/offers",
  experiment: "/app/experiments",
  holdout: "/app/experiments",
  global_holdout: "/app/experiments",
} as const satisfies Record<FindingSubject["kind"], string>;

/** To what a finding names and to where it can be changed. */
export function FindingLinks({ finding: { code, about = [] } }: { finding: PublishFinding }) {
  const { t } = useTranslation();
  if (code === "place_silent") return <ThemeEditorLinks />;
  const inSettings = IN_SETTINGS.includes(code) && !(code === "holdout_running" && about.some(({ kind }) => kind === "global_holdout"));
  if (about.length === 0 && !inSettings) return null;
  return (
    <InlineStack gap="200">
      {about.map(({ kind, id, name }) => (
        <Link key={id} url={`${PAGE[kind]}/${id}`}>
          {kind === "holdout" || kind === "global_holdout" ? t(`check.to.${kind}`) : name}
        </Link>
      ))}
      {inSettings ? <Link url="/app/settings">{t("check.to_settings")}</Link> : null}
    </InlineStack>
  );
}
