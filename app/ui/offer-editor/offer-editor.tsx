import { useActionData, useNavigation, useSubmit } from "@remix-run/react";
import { SaveBar, TitleBar } from "@shopify/app-bridge-react";
import { Badge, BlockStack, Layout, Page, Text } from "@shopify/polaris";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Offer, OfferDiscount } from "../../funnel/offer.ts";
import type { Locale } from "../../locales/locale.ts";
import { parseMoneyText, parsePercentText } from "../money-text.ts";
import { OfferStatusBadge } from "../offer-status-badge.tsx";
import { LEVER } from "../offer-templates.ts";
import { reasonWords } from "../reason-words.ts";
import { useShop } from "../shop-context.tsx";
import { AudienceCard } from "./audience-card.tsx";
import { DecidesCard } from "./decides-card.tsx";
import { GoalCard } from "./goal-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { MarginBox, type MarginRules } from "./margin-box.tsx";
import { DeleteOfferModal, type OfferNotice, OfferNoticeBanner, useDeleteModal } from "./offer-actions.tsx";
import { type OfferForm, toDraft } from "./offer-form.ts";
import { OfferPreview } from "./offer-preview.tsx";
import { PausedReason } from "./paused-reason.tsx";
import type { CollectionCard, ProductCard } from "./product-card.ts";
import { ProductsCard } from "./products-card.tsx";
import { PublishCheckCard } from "./publish-check-card.tsx";
import { TriggerCard } from "./trigger-card.tsx";
import { useKnownProducts } from "./use-known-products.ts";
import { useOfferForm } from "./use-offer-form.ts";

interface OfferEditorProps {
  /** null for one that was never saved */
  offer: Offer | null;
  saved: OfferForm;
  products: readonly ProductCard[];
  collections: readonly CollectionCard[];
  rules: MarginRules;
}

export function OfferEditor({ offer, saved, products, collections, rules }: OfferEditorProps) {
  const { t } = useTranslation();
  const shop = useShop();
  const state = useOfferForm(saved);
  const { form, dirty } = state;
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const notice = useActionData<OfferNotice>();
  const showDelete = useDeleteModal();
  const [unreadable, setUnreadable] = useState<Readonly<Record<string, string>>>({});
  const [foundCollections, setFoundCollections] = useState<readonly CollectionCard[]>([]);
  const known = useKnownProducts(products, namedProducts(form));
  const titles = useMemo(
    () => new Map([...collections, ...foundCollections].map((collection) => [collection.id, collection])),
    [collections, foundCollections],
  );

  const codes = Object.keys(unreadable).length > 0 ? unreadable : notice?.kind === "invalid" ? notice.errors : {};
  const errors = Object.fromEntries(Object.entries(codes).map(([field, code]) => [field, reasonWords(t, "errors", code)]));
  const discount = discountOf(form, shop);
  const dynamic = form.dynamic && form.stage === "profit_maximizer";
  const shown = form.pinnedProductId ?? (dynamic ? null : form.productIds[0]);

  const act = (intent: string, more: Record<string, string> = {}) => submit({ intent, ...more }, { method: "post" });
  const save = () => {
    const drafted = toDraft(form, shop);
    setUnreadable(drafted.kind === "unreadable" ? drafted.errors : {});
    if (drafted.kind === "draft") submit({ intent: "save", offer: JSON.stringify(drafted.draft) }, { method: "post" });
  };
  const discard = () => {
    setUnreadable({});
    state.reset();
  };

  const live = offer?.status === "live";
  return (
    <Page
      fullWidth
      title={offer?.name ?? t(`editor.new.${form.stage}`)}
      titleMetadata={offer ? <OfferStatusBadge status={offer.status} /> : <Badge>{t("editor.unsaved")}</Badge>}
      subtitle={t("editor.lever", { lever: t(`offers.lever.${LEVER[form.stage]}`) })}
      backAction={{ content: t("nav.offers"), url: "/app/offers" }}
      {...(offer
        ? {
            primaryAction: live
              ? { content: t("offer.pause"), onAction: () => act("pause"), disabled: busy }
              : {
                  content: t("offer.publish"),
                  onAction: () => act("publish"),
                  disabled: busy || dirty,
                  helpText: dirty ? t("offer.save_first") : "",
                },
            secondaryActions: [
              { content: t("offer.report"), url: `/app/offers/${offer.id}/report` },
              { content: t("offer.why"), url: `/app/why?offer=${offer.id}` },
              {
                content: t("offer.duplicate"),
                onAction: () => act("duplicate", { name: t("offer.copy_name", { name: offer.name }).slice(0, 80) }),
                disabled: busy,
              },
              { content: t("offer.delete"), onAction: showDelete, destructive: true, disabled: busy },
            ],
          }
        : {})}
    >
      <TitleBar title={t("nav.offers")} />
      <SaveBar id="offer-save-bar" open={dirty}>
        <button type="button" {...{ variant: "primary", ...(busy ? { loading: "" } : {}) }} disabled={busy} onClick={save}>
          {t("common.save")}
        </button>
        <button type="button" disabled={busy} onClick={discard}>
          {t("common.discard")}
        </button>
      </SaveBar>
      <BlockStack gap="400">
        {Object.keys(unreadable).length > 0 ? (
          <OfferNoticeBanner notice={{ kind: "invalid", errors: unreadable }} />
        ) : notice ? (
          <OfferNoticeBanner notice={notice} />
        ) : null}
        {offer ? <PausedReason offer={offer} /> : null}
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <GoalCard state={state} errors={errors} />
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
                  rules={{ ...rules, marginFloorBp: parsePercentText(form.marginFloor) ?? rules.marginFloorBp }}
                />
                {offer ? <PublishCheckCard offerId={offer.id} live={live} /> : null}
                {dirty && live ? (
                  <Text as="p" tone="subdued">
                    {t("offer.live_edit")}
                  </Text>
                ) : null}
              </BlockStack>
            </div>
          </Layout.Section>
        </Layout>
      </BlockStack>
      {offer ? <DeleteOfferModal name={offer.name} onDelete={() => act("delete")} /> : null}
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
