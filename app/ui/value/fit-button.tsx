import { BlockStack, Button, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useFit } from "./fit-progress.tsx";

/** Asks for a forecast now and says how far it is. What is said is for the eye: the page's status says it aloud. */
export function FitButton({ label, primary = false }: { label: string; primary?: boolean }) {
  const { t } = useTranslation();
  const { stage, ask } = useFit();
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Button {...(primary ? { variant: "primary" as const } : {})} loading={stage === "working"} onClick={ask}>
        {label}
      </Button>
      {stage === "idle" ? null : (
        <div aria-hidden="true">
          <Text as="p" variant="bodySm" tone={stage === "failed" ? "critical" : "subdued"}>
            {t(`value.fit.${stage}`)}
          </Text>
        </div>
      )}
    </BlockStack>
  );
}
