import { useFetcher } from "@remix-run/react";
import { Button, Link } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Attention } from "./attention.ts";
import { RetrySync } from "./retry-sync.tsx";
import { ThemeEditorLinks } from "./theme-editor-links.tsx";

/** What the merchant can do about something that needs attention. */
export function AttentionAction({ item }: { item: Attention }) {
  const { t } = useTranslation();
  switch (item.kind) {
    case "offer":
      return (
        <>
          <Button url={`/app/offers/${item.id}`}>{t("attention.offer_open")}</Button>
          <LeaveStopped offerId={item.id} />
        </>
      );
    case "silent":
      return <ThemeEditorLinks />;
    case "scopes":
      return <Link url="/app/settings#data">{t("attention.scopes_see")}</Link>;
    case "sync":
      return <RetrySync />;
    case "events":
      return <Link url="/app/settings#failed-events">{t("attention.events_see")}</Link>;
  }
}

/** From then on the offer counts as paused by the merchant, and is told of no more. */
function LeaveStopped({ offerId }: { offerId: number }) {
  const { t } = useTranslation();
  const leave = useFetcher();
  return (
    <Button
      variant="tertiary"
      loading={leave.state !== "idle"}
      onClick={() => leave.submit({ intent: "leave_stopped", offer: String(offerId) }, { method: "post", action: "/app?index" })}
    >
      {t("attention.offer_leave")}
    </Button>
  );
}
