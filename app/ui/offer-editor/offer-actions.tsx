import { Modal, TitleBar, useAppBridge } from "@shopify/app-bridge-react";
import { Banner, type BannerHandles, Box, List, Text } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { reasonWords } from "../reason-words.ts";

/** What an action on an offer came to, as far as the merchant has to read it. */
export type OfferNotice =
  | { readonly kind: "saved" }
  | { readonly kind: "published" }
  | { readonly kind: "paused"; readonly withdrawn: boolean }
  | { readonly kind: "refused"; readonly reason: string; readonly message: string | null }
  | { readonly kind: "invalid"; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: "not_found" };

/** Takes the focus: the button that was pressed is out of use meanwhile, and what came of it stands above. */
export function OfferNoticeBanner({ notice }: { notice: OfferNotice }) {
  const { t } = useTranslation();
  const banner = useRef<BannerHandles>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new notice may look like the one before
  useEffect(() => banner.current?.focus(), [notice]);
  switch (notice.kind) {
    case "saved":
      return null;
    case "published":
      return (
        <Banner ref={banner} tone="success">
          {t("offer.published")}
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
    case "invalid":
      return (
        <Banner ref={banner} tone="critical" title={t("offer.invalid", { count: Object.keys(notice.errors).length })}>
          <List>
            {[...new Set(Object.values(notice.errors))].map((code) => (
              <List.Item key={code}>{reasonWords(t, "errors", code)}</List.Item>
            ))}
          </List>
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
  const shopify = useAppBridge();
  const close = () => void shopify.modal.hide(DELETE_MODAL);
  return (
    <Modal id={DELETE_MODAL} variant="small">
      <Box padding="400">
        <Text as="p">{t("offer.delete_text", { name })}</Text>
      </Box>
      <TitleBar title={t("offer.delete_title")}>
        <button
          type="button"
          {...{ variant: "primary", tone: "critical" }}
          onClick={() => {
            close();
            onDelete();
          }}
        >
          {t("offer.delete")}
        </button>
        <button type="button" onClick={close}>
          {t("common.cancel")}
        </button>
      </TitleBar>
    </Modal>
  );
}

export function useDeleteModal(): () => void {
  const shopify = useAppBridge();
  return () => void shopify.modal.show(DELETE_MODAL);
}
