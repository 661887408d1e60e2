import { Banner, type BannerHandles, Text } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmModal, useShowModal } from "../confirm-modal.tsx";
import { reasonWords } from "../reason-words.ts";
import { useFormats } from "../shop-context.tsx";
import type { OfferNotice } from "./offer-notice.ts";

/** Takes the focus: the button that was pressed is out of use meanwhile, and what came of it stands above. */
export function OfferNoticeBanner({ notice }: { notice: OfferNotice }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const banner = useRef<BannerHandles>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new notice may look like the one before
  useEffect(() => banner.current?.focus(), [notice]);
  switch (notice.kind) {
    case "saved":
    case "ends_experiment":
    case "invalid":
      return null;
    case "published":
      return (
        <Banner ref={banner} tone="success">
          {t("offer.published")}
        </Banner>
      );
    case "scheduled":
      return (
        <Banner ref={banner} tone="success">
          {t("offer.scheduled", { from: date(notice.startsAt) })}
        </Banner>
      );
    case "paused":
      return notice.withdrawn ? (
        <Banner ref={banner} tone="info">
          {t("offer.paused")}
        </Banner>
      ) : (
        <Banner ref={banner} tone="warning">
          {t("offer.paused_not_withdrawn")}
        </Banner>
      );
    case "not_found":
      return (
        <Banner ref={banner} tone="warning">
          {t("offer.gone")}
        </Banner>
      );
    case "refused":
      return (
        <Banner ref={banner} tone="critical" title={t("offer.refused_title")}>
          <Text as="p">{reasonWords(t, "offers.publish_reason", notice.reason)}</Text>
          {notice.message ? <Text as="p">{t("offer.refused_message", { message: notice.message })}</Text> : null}
        </Banner>
      );
  }
}

const DELETE_MODAL = "delete-offer";

/** Asks once before an offer is deleted. */
export function DeleteOfferModal({ name, onDelete }: { name: string; onDelete(): void }) {
  const { t } = useTranslation();
  return (
    <ConfirmModal id={DELETE_MODAL} title={t("offer.delete_title")} action={t("offer.delete")} critical onConfirm={onDelete}>
      <Text as="p">{t("offer.delete_text", { name })}</Text>
    </ConfirmModal>
  );
}

export function useDeleteModal(): () => void {
  const show = useShowModal();
  return () => show(DELETE_MODAL);
}
