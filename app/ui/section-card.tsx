import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { type ReactNode, useId } from "react";

interface SectionCardProps {
  title: string;
  /** one sentence: what it shows and what it is for */
  intro?: string;
  badge?: string | undefined;
  /** a switch of this section alone, beside its title */
  control?: ReactNode;
  children: ReactNode;
}

/** One part of a page, reachable as a region by its heading. */
export function SectionCard({ title, intro, badge, control, children }: SectionCardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="start" gap="200">
            <div className="crescendo-heading">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h2" variant="headingMd" id={id}>
                  {title}
                </Text>
                {badge ? <Badge tone="attention">{badge}</Badge> : null}
              </InlineStack>
              {intro ? (
                <Text as="p" tone="subdued">
                  {intro}
                </Text>
              ) : null}
            </div>
            {control}
          </InlineStack>
          {children}
        </BlockStack>
      </Card>
    </section>
  );
}
