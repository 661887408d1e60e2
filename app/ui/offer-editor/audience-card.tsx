import { BlockStack, Card, ChoiceList, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { fieldId } from "../form/field-id.ts";
import { whenWrong } from "../form/when-wrong.ts";
import type { EditorCardProps } from "./field.ts";

const AUDIENCES = ["first_time_buyers", "returning_customers", "everyone"] as const;
const PLACEMENTS = ["product", "cart"] as const;

/** Who sees the offer, and where. */
export function AudienceCard({ state: { form, set }, errors }: EditorCardProps) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("editor.audience")}
        </Text>
        <ChoiceList
          name={fieldId("audience")}
          title={t("editor.audience_title")}
          choices={AUDIENCES.map((audience) => ({
            value: audience,
            label: t(`editor.audience_kind.${audience}`),
            helpText: t(`editor.audience_help.${audience}`),
          }))}
          selected={[form.audience]}
          {...whenWrong(errors.audience)}
          onChange={([audience]) => set("audience", audience as typeof form.audience)}
        />
        <ChoiceList
          allowMultiple
          name={fieldId("placements")}
          title={t("editor.placements")}
          choices={PLACEMENTS.map((placement) => ({ value: placement, label: t(`editor.placement.${placement}`) }))}
          selected={[...form.placements]}
          {...whenWrong(errors.placements)}
          onChange={(placements) =>
            set(
              "placements",
              PLACEMENTS.filter((placement) => placements.includes(placement)),
            )
          }
        />
      </BlockStack>
    </Card>
  );
}
