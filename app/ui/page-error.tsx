import { isRouteErrorResponse, useRevalidator, useRouteError } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { AnswerBoundary } from "./answer-boundary.tsx";

/** What a page shows instead of itself: a missing record, or a failure with something to do about it. */
export function PageError() {
  const error = useRouteError();
  const { t } = useTranslation();
  const revalidator = useRevalidator();
  const status = isRouteErrorResponse(error) ? error.status : null;
  if (status !== null && status !== 404 && status !== 503) return <AnswerBoundary />;
  const missing = status === 404;
  return (
    <Page title={missing ? t("errors.not_found_title") : t("errors.failed_title")} narrowWidth>
      <Banner tone={missing ? "info" : "critical"}>
        <BlockStack gap="300">
          <Text as="p">{missing ? t("errors.not_found") : status === 503 ? t("errors.shopify_unavailable") : t("errors.failed")}</Text>
          <InlineStack gap="200">
            {missing ? null : (
              <Button loading={revalidator.state === "loading"} onClick={() => revalidator.revalidate()}>
                {t("common.try_again")}
              </Button>
            )}
            <Button url="/app">{t("common.to_home")}</Button>
          </InlineStack>
        </BlockStack>
      </Banner>
    </Page>
  );
}
