import { BlockStack, Button, Card, FormLayout, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TestableOffer } from "../../experiments/testable-offer.ts";
import { fieldId, focusField } from "../form/field-id.ts";
import type { Draft } from "../form/use-draft.ts";
import { WordsHint } from "../offer-editor/words-hint.tsx";
import { useFormats } from "../shop-context.tsx";
import { type AbTestForm, hasPercentage, MOST_VARIANTS, offerOf, saidByVariant, type VariantForm, withVariant } from "./ab-test-form.ts";

interface AbTestFieldsProps {
  state: Pick<Draft<AbTestForm>, "form" | "set" | "sending">;
  offers: readonly TestableOffer[];
  /** what is wrong with a field ("variants.<key>.name"), "" for nothing */
  error(field: string): string;
}

/**
 * The offer as it is against one to three variants; an empty field leaves what the offer says. A test that was saved cannot be edited, so
 * nothing is taken while it is on its way.
 */
export function AbTestFields({ state: { form, set, sending }, offers, error }: AbTestFieldsProps) {
  const { t } = useTranslation();
  const { variants } = form;
  const offer = offerOf(form, offers);
  const focusNext = useFocusAfter(variants);
  const add = () => {
    const more = withVariant(variants);
    focusNext(`variants.${more.at(-1)?.key}.name`);
    set("variants", more);
  };
  const remove = (at: number) => {
    const left = variants.toSpliced(at, 1);
    focusNext(left.length > 1 ? `variants.${(left[at] ?? left.at(-1))?.key}.remove` : "variants.add");
    set("variants", left);
  };
  return (
    <fieldset className="crescendo-fields" disabled={sending}>
      <BlockStack gap="400">
        <Text as="p" tone="subdued">
          {t("experiments.form.draft")}
        </Text>
        <Card>
          <FormLayout>
            <TextField
              id={fieldId("name")}
              label={t("experiments.form.name")}
              value={form.name}
              onChange={(value) => set("name", value)}
              autoComplete="off"
              maxLength={80}
              error={error("name")}
            />
            <Select
              id={fieldId("offerId")}
              label={t("experiments.form.offer")}
              options={offers.map(({ id, name, status }) => ({ value: String(id), label: `${name} (${t(`offers.status.${status}`)})` }))}
              value={form.offerId}
              onChange={(value) => set("offerId", value)}
              error={error("offerId")}
              helpText={offer && offer.status !== "live" ? t("experiments.form.not_live") : undefined}
            />
            {offer ? <AsItIs offer={offer} /> : null}
          </FormLayout>
        </Card>
        {variants.map((variant, at) => (
          <VariantCard
            key={variant.key}
            letter={"BCD"[at] ?? ""}
            variant={variant}
            offer={offer}
            error={error}
            onChange={(changed) => set("variants", variants.with(at, changed))}
            onRemove={variants.length > 1 ? () => remove(at) : undefined}
          />
        ))}
        {variants.length < MOST_VARIANTS ? (
          <InlineStack>
            <Button id={fieldId("variants.add")} onClick={add}>
              {t("experiments.form.add")}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </fieldset>
  );
}

/** What was pressed may go away with the change: the control named before it takes the focus once the page has it. */
function useFocusAfter(change: unknown): (field: string) => void {
  const next = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the control is there once the change is
  useEffect(() => {
    if (next.current !== null) focusField(next.current);
    next.current = null;
  }, [change]);
  return (field) => {
    next.current = field;
  };
}

interface VariantCardProps {
  letter: string;
  variant: VariantForm;
  offer: TestableOffer | null;
  error(field: string): string;
  onChange(variant: VariantForm): void;
  onRemove: (() => void) | undefined;
}

function VariantCard({ letter, variant, offer, error, onChange, onRemove }: VariantCardProps) {
  const { t } = useTranslation();
  return (
    <Card>
      <FormLayout>
        <InlineStack align="space-between">
          <Text as="h2" variant="headingMd">
            {t("experiments.form.variant", { letter })}
          </Text>
          {onRemove ? (
            <Button
              id={fieldId(`variants.${variant.key}.remove`)}
              variant="plain"
              accessibilityLabel={t("experiments.form.remove_variant", { letter })}
              onClick={onRemove}
            >
              {t("experiments.form.remove")}
            </Button>
          ) : null}
        </InlineStack>
        {(["name", "headline", "body"] as const).map((field) => (
          <TextField
            key={field}
            id={fieldId(`variants.${variant.key}.${field}`)}
            label={t(`experiments.form.variant_${field}`)}
            value={variant[field]}
            onChange={(value) => onChange({ ...variant, [field]: value })}
            autoComplete="off"
            {...(field === "body" ? { multiline: 2 } : {})}
            {...(field === "name" ? {} : { helpText: t("experiments.form.unchanged") })}
            error={error(`variants.${variant.key}.${field}`)}
          />
        ))}
        {hasPercentage(offer) ? (
          <TextField
            id={fieldId(`variants.${variant.key}.discountBp`)}
            label={t("experiments.form.variant_discount")}
            value={variant.discount}
            onChange={(discount) => onChange({ ...variant, discount })}
            suffix="%"
            inputMode="decimal"
            autoComplete="off"
            helpText={t("experiments.form.discount_help")}
            error={error(`variants.${variant.key}.discountBp`)}
          />
        ) : null}
        {offer ? <WordsHint said={saidByVariant(variant, offer)} prices={offer.prices} /> : null}
      </FormLayout>
    </Card>
  );
}

function AsItIs({ offer }: { offer: TestableOffer }) {
  const { t } = useTranslation();
  const { money, percent } = useFormats();
  const { discount, headline, body } = offer;
  const off = discount.kind === "percentage" ? percent(discount.value / 10_000, 2) : money(discount.value);
  return (
    <Text as="p" tone="subdued">
      {t("experiments.form.as_it_is", { headline, body, off })}
    </Text>
  );
}
