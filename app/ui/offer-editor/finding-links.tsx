import { InlineStack, Link } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { FindingCode, PublishFinding } from "../../funnel/publish-finding.ts";
import { ThemeEditorLinks } from "../theme-editor-links.tsx";

const IN_SETTINGS: readonly FindingCode[] = ["stack_below_floor", "excluded_all", "excluded_some", "assumed_cost", "holdout"];
const PAGE = { offer: "/app/offers", experiment: "/app/experiments" } as const;

/** To what a finding names and to where it can be changed. */
export function FindingLinks({ finding: { code, about = [] } }: { finding: PublishFinding }) {
  const { t } = useTranslation();
  if (code === "place_silent") return <ThemeEditorLinks />;
  if (about.length === 0 && !IN_SETTINGS.includes(code)) return null;
  return (
    <InlineStack gap="200">
      {about.map(({ kind, id, name }) => (
        <Link key={id} url={`${PAGE[kind]}/${id}`}>
          {name}
        </Link>
      ))}
      {IN_SETTINGS.includes(code) ? <Link url="/app/settings">{t("check.to_settings")}</Link> : null}
    </InlineStack>
  );
}
