import { Modal, TitleBar, useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Box } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface ConfirmModalProps {
  /** what `useShowModal` is called with; one of its kind on a page */
  id: string;
  title: string;
  /** the button's words */
  action: string;
  /** what is done cannot be taken back */
  critical?: boolean;
  onConfirm(): void;
  children: ReactNode;
}

/** Says what an action does, and does it when the merchant agrees. */
export function ConfirmModal({ id, title, action, critical = false, onConfirm, children }: ConfirmModalProps) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const close = () => void shopify.modal.hide(id);
  return (
    <Modal id={id} variant="small">
      <Box padding="400">
        <BlockStack gap="300">{children}</BlockStack>
      </Box>
      <TitleBar title={title}>
        <button
          type="button"
          {...{ variant: "primary", ...(critical ? { tone: "critical" } : {}) }}
          onClick={() => {
            close();
            onConfirm();
          }}
        >
          {action}
        </button>
        <button type="button" onClick={close}>
          {t("common.cancel")}
        </button>
      </TitleBar>
    </Modal>
  );
}

export function useShowModal(): (id: string) => void {
  const shopify = useAppBridge();
  return (id) => void shopify.modal.show(id);
}
