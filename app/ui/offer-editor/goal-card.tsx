import { BlockStack, Card, ChoiceList, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { fieldId } from "../form/field-id.ts";
import { whenWrong } from "../form/when-wrong.ts";
import { OFFER_TEMPLATES } from "../offer-templates.ts";
import type { EditorCardProps } from "./field.ts";

export function GoalCard({ state: { form, set }, errors }: EditorCardProps) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("editor.goal")}
        </Text>
        <TextField
          label={t("editor.name")}
          helpText={t("editor.name_help")}
          autoComplete="off"
          maxLength={80}
          value={form.name}
          id={fieldId("name")}
          error={errors.name ?? ""}
          onChange={(value) => set("name", value)}
        />
        <ChoiceList
          name={fieldId("stage")}
          title={t("editor.stage")}
          choices={OFFER_TEMPLATES.map((stage) => ({
            value: stage,
            label: t(`offers.stage.${stage}`),
            helpText: t(`offers.template.${stage}`),
          }))}
          selected={[form.stage]}
          {...whenWrong(errors.stage)}
          onChange={([stage]) => set("stage", stage as typeof form.stage)}
        />
        <TextField
          label={t("editor.headline")}
          autoComplete="off"
          maxLength={80}
          showCharacterCount
          value={form.headline}
          id={fieldId("headline")}
          error={errors.headline ?? ""}
          onChange={(value) => set("headline", value)}
        />
        <TextField
          label={t("editor.body")}
          helpText={t("editor.body_help")}
          autoComplete="off"
          multiline={3}
          maxLength={240}
          showCharacterCount
          value={form.body}
          id={fieldId("body")}
          error={errors.body ?? ""}
          onChange={(value) => set("body", value)}
        />
      </BlockStack>
    </Card>
  );
}
