import { Form, useNavigation } from "@remix-run/react";
import { Button, Card, Layout } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** The way back to a setup guide that was hidden. */
export function SetupSettings({ hidden }: { hidden: boolean }) {
  const { t } = useTranslation();
  const busy = useNavigation().formData?.get("intent") === "show_setup";
  return (
    <SetupSection hidden={hidden}>
      <Form method="post" action="/app/settings">
        <input type="hidden" name="intent" value="show_setup" />
        <Button submit loading={busy}>
          {t("settings.setup_show")}
        </Button>
      </Form>
    </SetupSection>
  );
}

/** Not there while Home shows the guide. */
export function SetupSection({ hidden, children }: { hidden: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  if (!hidden) return null;
  return (
    <Layout.AnnotatedSection id="setup" title={t("settings.setup")} description={t("settings.setup_help")}>
      <Card>{children}</Card>
    </Layout.AnnotatedSection>
  );
}
