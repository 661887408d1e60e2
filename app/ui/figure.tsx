import { BlockStack, Box, Button, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

interface FigureProps {
  label: string;
  value: string;
  /** one line below: what the figure leaves out or where it begins */
  note?: string | undefined;
  /** the formula in words, then the same with this shop's inputs */
  formula: string;
  inputs: string;
  children?: ReactNode;
}

/** A figure a merchant can check: its value, and on request the formula with the inputs it was made of. */
export function Figure({ label, value, note, formula, inputs, children }: FigureProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Box padding="300" borderColor="border" borderWidth="025" borderRadius="200" minHeight="100%">
      <BlockStack gap="150">
        <Text as="h3" variant="bodySm" tone="subdued">
          {label}
        </Text>
        <Text as="p" variant="headingLg" numeric>
          {value}
        </Text>
        {note ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {note}
          </Text>
        ) : null}
        {children}
        <InlineStack>
          <Button
            variant="plain"
            size="slim"
            disclosure={open ? "up" : "down"}
            ariaExpanded={open}
            ariaControls={id}
            accessibilityLabel={t("figure.how_for", { figure: label })}
            onClick={() => setOpen(!open)}
          >
            {t("figure.how")}
          </Button>
        </InlineStack>
        <Collapsible id={id} open={open} transition={false} expandOnPrint>
          <Box background="bg-surface-secondary" padding="200" borderRadius="100">
            <BlockStack gap="100">
              <Text as="p" variant="bodySm">
                {formula}
              </Text>
              <Text as="p" variant="bodySm" fontWeight="medium" breakWord>
                {inputs}
              </Text>
            </BlockStack>
          </Box>
        </Collapsible>
      </BlockStack>
    </Box>
  );
}
