import { Badge, BlockStack, Button, Card, InlineError, InlineStack, Layout, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../shop-context.tsx";

export interface PrivacyRequestRow {
  readonly id: number;
  readonly kind: "customer_data" | "customer_redact" | "shop_redact";
  readonly customerId: string | null;
  readonly requestedAt: string;
  readonly completedAt: string | null;
  readonly hasExport: boolean;
}

/** What privacy law asked and when it was done; an export is for the merchant to pass on. */
export function PrivacySettings({ requests }: { requests: readonly PrivacyRequestRow[] }) {
  const { t } = useTranslation();
  return (
    <Layout.AnnotatedSection id="privacy" title={t("settings.privacy")} description={t("settings.privacy_help")}>
      <Card>
        {requests.length === 0 ? (
          <Text as="p">{t("settings.privacy_none")}</Text>
        ) : (
          <ul className="crescendo-plain-list">
            {requests.map((request) => (
              <li key={request.id}>
                <Request request={request} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Layout.AnnotatedSection>
  );
}

function Request({ request }: { request: PrivacyRequestRow }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const download = async () => {
    setState("loading");
    // A link would lose the session token that App Bridge adds to requests of the page.
    const answer = await fetch(`/app/privacy-export/${request.id}`).catch(() => null);
    if (!answer?.ok) return setState("failed");
    const address = URL.createObjectURL(await answer.blob());
    const link = Object.assign(document.createElement("a"), { href: address, download: `customer-${request.customerId}.json` });
    link.click();
    URL.revokeObjectURL(address);
    setState("idle");
  };
  return (
    <BlockStack gap="100" inlineAlign="start">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight="medium">
          {t(`settings.privacy_kind.${request.kind}`)}
          {request.customerId ? `: ${t("customers.numbered", { id: request.customerId })}` : null}
        </Text>
        {request.completedAt ? (
          <Badge tone="success">{t("settings.privacy_done")}</Badge>
        ) : (
          <Badge tone="attention">{t("settings.privacy_open")}</Badge>
        )}
      </InlineStack>
      <Text as="p" tone="subdued">
        {request.completedAt
          ? t("settings.privacy_times", { requested: dateTime(request.requestedAt), completed: dateTime(request.completedAt) })
          : t("settings.privacy_requested", { requested: dateTime(request.requestedAt) })}
      </Text>
      {request.hasExport ? (
        <Button onClick={download} loading={state === "loading"}>
          {t("settings.privacy_download")}
        </Button>
      ) : null}
      {state === "failed" ? <InlineError message={t("settings.privacy_download_failed")} fieldID={`privacy-${request.id}`} /> : null}
    </BlockStack>
  );
}
