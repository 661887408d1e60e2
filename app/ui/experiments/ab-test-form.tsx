import { BlockStack, Button, Card, EmptyState, FormLayout, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Offer } from "../../funnel/offer.ts";
import { parsePercentText } from "../money-text.ts";
import { reasonWords } from "../reason-words.ts";
import { useFormats } from "../shop-context.tsx";
import { type ExperimentNotice, ExperimentNoticeBanner } from "./experiment-notice.tsx";

export type TestableOffer = Pick<Offer, "id" | "name" | "status" | "headline" | "body" | "discount">;
type Variant = Record<"name" | "headline" | "body" | "discount", string>;
const MOST_VARIANTS = 3;
const EMPTY: Variant = { name: "", headline: "", body: "", discount: "" };

interface AbTestFormProps {
  offers: readonly TestableOffer[];
  offerId: number | null;
  notice: ExperimentNotice | undefined;
  busy: boolean;
  onCreate(draft: object): void;
}

/** The offer as it is against one to three variants; an empty field leaves what the offer says. */
export function AbTestForm({ offers, offerId, notice, busy, onCreate }: AbTestFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState(String(offers.find(({ id }) => id === offerId)?.id ?? offers[0]?.id ?? ""));
  const [variants, setVariants] = useState<readonly Variant[]>([EMPTY]);
  const offer = offers.find(({ id }) => String(id) === chosen);
  const errors = notice?.kind === "invalid" ? notice.errors : {};
  const error = (field: string) => errors[field] !== undefined && reasonWords(t, "experiments.error", errors[field]);
  const change = (at: number, field: keyof Variant) => (value: string) =>
    setVariants(variants.map((variant, index) => (index === at ? { ...variant, [field]: value } : variant)));
  if (offers.length === 0) return <NoOffer />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCreate({ name, offerId: Number(chosen), variants: variants.map(draftOf) });
      }}
    >
      <BlockStack gap="400">
        {notice ? <ExperimentNoticeBanner notice={notice} /> : null}
        <Card>
          <FormLayout>
            <TextField
              label={t("experiments.form.name")}
              value={name}
              onChange={setName}
              autoComplete="off"
              maxLength={80}
              error={error("name")}
            />
            <Select
              label={t("experiments.form.offer")}
              options={offers.map(({ id, name: label, status }) => ({
                value: String(id),
                label: `${label} (${t(`offers.status.${status}`)})`,
              }))}
              value={chosen}
              onChange={setChosen}
              error={error("offerId")}
              helpText={offer && offer.status !== "live" ? t("experiments.form.not_live") : undefined}
            />
            {offer ? <AsItIs offer={offer} /> : null}
          </FormLayout>
        </Card>
        {variants.map((variant, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: variants are told apart by their place alone
          <Card key={at}>
            <FormLayout>
              <InlineStack align="space-between">
                <Text as="h2" variant="headingMd">
                  {t("experiments.form.variant", { letter: "BCD"[at] ?? "" })}
                </Text>
                {variants.length > 1 ? (
                  <Button variant="plain" onClick={() => setVariants(variants.filter((_, index) => index !== at))}>
                    {t("experiments.form.remove")}
                  </Button>
                ) : null}
              </InlineStack>
              {(["name", "headline", "body"] as const).map((field) => (
                <TextField
                  key={field}
                  label={t(`experiments.form.variant_${field}`)}
                  value={variant[field]}
                  onChange={change(at, field)}
                  autoComplete="off"
                  {...(field === "body" ? { multiline: 2 } : {})}
                  {...(field === "name" ? {} : { helpText: t("experiments.form.unchanged") })}
                  error={error(`variants.${at}.${field}`)}
                />
              ))}
              {offer?.discount.kind === "percentage" ? (
                <TextField
                  label={t("experiments.form.variant_discount")}
                  value={variant.discount}
                  onChange={change(at, "discount")}
                  suffix="%"
                  inputMode="decimal"
                  autoComplete="off"
                  helpText={t("experiments.form.discount_help")}
                  error={error(`variants.${at}.discountBp`)}
                />
              ) : null}
            </FormLayout>
          </Card>
        ))}
        <InlineStack gap="300">
          <Button submit variant="primary" loading={busy} disabled={!offer}>
            {t("experiments.form.create")}
          </Button>
          {variants.length < MOST_VARIANTS ? (
            <Button onClick={() => setVariants([...variants, EMPTY])}>{t("experiments.form.add")}</Button>
          ) : null}
        </InlineStack>
      </BlockStack>
    </form>
  );
}

function NoOffer() {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState
        heading={t("experiments.form.no_offer_title")}
        image=""
        action={{ content: t("experiments.empty_action"), url: "/app/offers" }}
      >
        <Text as="p">{t("experiments.form.no_offer")}</Text>
      </EmptyState>
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

/** A discount that is no percentage is sent as one out of range, so that the field says so. */
function draftOf({ name, headline, body, discount }: Variant) {
  const said = (text: string) => (text.trim() === "" ? null : text);
  return {
    name,
    change: {
      headline: said(headline),
      body: said(body),
      discountBp: discount.trim() === "" ? null : (parsePercentText(discount) ?? 10_001),
    },
  };
}
