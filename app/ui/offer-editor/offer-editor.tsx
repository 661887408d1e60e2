import { useActionData, useNavigation, useSubmit } from "@remix-run/react";
import { TitleBar } from "@shopify/app-bridge-react";
import { Badge, BlockStack, Layout, Page, Text } from "@shopify/polaris";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Offer, OfferDiscount } from "../../funnel/offers/offer.ts";
import { isPublished, offerStanding, type StandingOffer } from "../../funnel/offers/offer-standing.ts";
import type { Said } from "../../funnel/publish/words-differ.ts";
import type { Locale } from "../../locales/locale.ts";
import { FormSaveBar } from "../form/form-save-bar.tsx";
import { useDraft } from "../form/use-draft.ts";
import { WrongFields } from "../form/wrong-fields.tsx";
import { parseMoneyText, parsePercentText, parseWholeText } from "../money-text.ts";
import { OfferStatusBadge } from "../offer-status-badge.tsx";
import { LEVER } from "../offer-templates.ts";
import { reasonWords } from "../reason-words.ts";
import { useShop } from "../shop-context.tsx";
import { AudienceCard } from "./audience-card.tsx";
import { DecidesCard } from "./decides-card.tsx";
import { EndsExperimentModal } from "./ends-experiment-modal.tsx";
import { GoalCard } from "./goal-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { MarginBox, type MarginRules } from "./margin-box.tsx";
import { DeleteOfferModal, OfferNoticeBanner, useDeleteModal } from "./offer-actions.tsx";
import { offerBasis, wrongOfferFields } from "./offer-fields.ts";
import { type OfferForm, readOffer } from "./offer-form.ts";
import type { OfferNotice } from "./offer-notice.ts";
import { OfferPreview } from "./offer-preview.tsx";
import { PausedReason } from "./paused-reason.tsx";
import type { CollectionCard, ProductCard } from "./product-card.ts";
import { ProductsCard } from "./products-card.tsx";
import { PublishCheckCard } from "./publish-check-card.tsx";
import { TriggerCard } from "./trigger-card.tsx";
import { useKnownProducts } from "./use-known-products.ts";
import { WordsHint } from "./words-hint.tsx";

interface OfferEditorProps {
  /** null for one that was never saved */
  offer: StandingOffer | null;
  saved: OfferForm;
  products: readonly ProductCard[];
  collections: readonly CollectionCard[];
  rules: MarginRules;
}

export function OfferEditor({ offer, saved, products, collections, rules }: OfferEditorProps) {
  const { t } = useTranslation();
  const shop = useShop();
  const submit = useSubmit();
  const navigation = useNavigation();
  const busy = navigation.state !== "idle";
  const acting = navigation.formData?.get("intent");
  const notice = useActionData<OfferNotice>();
  const state = useDraft(saved, notice, offerBasis);
  const { form, dirty } = state;
  const showDelete = useDeleteModal();
  const [foundCollections, setFoundCollections] = useState<readonly CollectionCard[]>([]);
  const known = useKnownProducts(products, namedProducts(form));
  const titles = useMemo(
    () => new Map([...collections, ...foundCollections].map((collection) => [collection.id, collection])),
    [collections, foundCollections],
  );

  // The fields' own errors go with what was edited, so they are not read from the answer.
  const wrong = wrongOfferFields(t, form, state.errors);
  const errors = Object.fromEntries(Object.entries(state.errors).map(([field, code]) => [field, reasonWords(t, "errors", code)]));
  const discount = discountOf(form, shop);
  const dynamic = form.dynamic && form.stage === "profit_maximizer";
  const shown = form.pinnedProductId ?? (dynamic ? null : form.productIds[0]);

  const act = (intent: string, more: Record<string, string> = {}) => submit({ intent, ...more }, { method: "post" });
  const save = (agreed: Record<string, string> = {}) =>
    state.send(readOffer(form, shop), (draft) => act("save", { offer: JSON.stringify(draft), ...agreed }));

  const published = offer !== null && isPublished(offer.standing);
  // of what is saved the check tells
  const unsaved = dirty || !offer ? readOffer(form, shop) : null;
  const dates = unsaved?.kind === "read" ? (unsaved.values as Pick<Offer, "startsAt" | "endsAt">) : null;
  const seenAtOnce = offer && dates && offerStanding({ ...dates, status: offer.status }, new Date()) === "live";
  return (
    <Page
      fullWidth
      title={offer?.name ?? t(`editor.new.${form.stage}`)}
      titleMetadata={offer ? <OfferStatusBadge standing={offer.standing} /> : <Badge>{t("editor.unsaved")}</Badge>}
      subtitle={t("editor.lever", { lever: t(`offers.lever.${LEVER[form.stage]}`) })}
      backAction={{ content: t("nav.offers"), url: "/app/offers" }}
      {...(offer
        ? {
            primaryAction: published
              ? { content: t("offer.pause"), onAction: () => act("pause"), disabled: busy, loading: acting === "pause" }
              : {
                  content: t("offer.publish"),
                  onAction: () => act("publish"),
                  disabled: busy || dirty,
                  loading: acting === "publish",
                  helpText: dirty ? t("offer.save_first") : "",
                },
            secondaryActions: [
              { content: t("offer.report"), url: `/app/offers/${offer.id}/report?from=offer` },
              { content: t("offer.why"), url: `/app/why?offer=${offer.id}` },
              {
                content: t("offer.duplicate"),
                onAction: () => act("duplicate", { name: t("offer.copy_name", { name: offer.name }).slice(0, 80) }),
                disabled: busy || dirty,
                loading: acting === "duplicate",
                helpText: dirty ? t("offer.save_first") : "",
              },
              { content: t("offer.delete"), onAction: showDelete, destructive: true, disabled: busy },
            ],
          }
        : {})}
    >
      <TitleBar title={t("nav.offers")} />
      <FormSaveBar forms={[{ dirty, busy, save: () => save(), discard: state.discard }]} />
      <BlockStack gap="400">
        {wrong.length > 0 ? (
          <WrongFields title={t("offer.invalid", { count: wrong.length })} fields={wrong} refusals={state.refusals} />
        ) : notice ? (
          <OfferNoticeBanner notice={notice} />
        ) : null}
        {offer ? <PausedReason offer={offer} /> : null}
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <GoalCard state={state} errors={errors} />
              {unsaved?.kind === "read" ? (
                <WordsHint
                  said={unsaved.values as Said}
                  prices={(dynamic ? [] : form.productIds).flatMap((id) => known.get(id)?.variants.map(({ price }) => price) ?? [])}
                />
              ) : null}
              <ProductsCard state={state} errors={errors} products={known} />
              <DecidesCard state={state} errors={errors} products={known} discount={discount} marginFloorBp={rules.marginFloorBp} />
              <TriggerCard state={state} errors={errors} products={known} collections={titles} onCollections={setFoundCollections} />
              <AudienceCard state={state} errors={errors} />
              <LimitsCard state={state} errors={errors} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <div className="crescendo-sticky">
              <BlockStack gap="400">
                <OfferPreview form={form} product={known.get(shown ?? "") ?? null} discount={discount} />
                <MarginBox
                  stage={form.stage}
                  dynamic={dynamic}
                  products={(dynamic ? [form.pinnedProductId ?? ""] : form.productIds).flatMap((id) => known.get(id) ?? [])}
                  discount={discount}
                  lossBudget={parseMoneyText(form.lossBudget, shop.currency, shop.locale)}
                  maxQuantity={parseWholeText(form.maxQuantity, shop.locale) || 1}
                  rules={rules}
                  ownFloorBp={parsePercentText(form.marginFloor)}
                />
                {offer ? <PublishCheckCard offerId={offer.id} live={published} /> : null}
                {seenAtOnce ? (
                  <Text as="p" tone="subdued">
                    {t("offer.live_edit")}
                  </Text>
                ) : null}
              </BlockStack>
            </div>
          </Layout.Section>
        </Layout>
      </BlockStack>
      {offer ? (
        <>
          <DeleteOfferModal name={offer.name} onDelete={() => act("delete")} />
          <EndsExperimentModal notice={notice} onAgree={() => save({ ends_experiment: "agreed" })} />
        </>
      ) : null}
    </Page>
  );
}

/** null while the discount's field holds nothing that may be saved. */
function discountOf(form: OfferForm, { currency, locale }: { currency: string; locale: Locale }): OfferDiscount | null {
  if (form.discountKind === "percentage") {
    const value = parsePercentText(form.discountText);
    return value === null || value > 10_000 ? null : { kind: "percentage", value };
  }
  const value = parseMoneyText(form.discountText, currency, locale);
  return value === null ? null : { kind: "amount", value };
}

function namedProducts(form: OfferForm): string[] {
  const pinned = form.pinnedProductId === null ? [] : [form.pinnedProductId];
  return [...form.productIds, ...form.triggerProductIds, ...form.excludedProductIds, ...pinned];
}
