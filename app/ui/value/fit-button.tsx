import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

/** Asks for a fit now. It is done in the background, so the answer is that it was asked for. */
export function FitButton({ label, primary = false }: { label: string; primary?: boolean }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<{ asked: boolean }>();
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Button
        {...(primary ? { variant: "primary" as const } : {})}
        loading={fetcher.state !== "idle"}
        onClick={() => fetcher.submit({ intent: "fit" }, { method: "post", action: "/app/value" })}
      >
        {label}
      </Button>
      <div aria-live="polite">
        {fetcher.data?.asked ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("value.fit_asked")}
          </Text>
        ) : null}
      </div>
    </BlockStack>
  );
}
