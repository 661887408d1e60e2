import { useFetcher } from "@remix-run/react";
import { Button } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

export function RetrySync() {
  const { t } = useTranslation();
  const retry = useFetcher();
  return (
    <Button
      loading={retry.state !== "idle"}
      onClick={() => retry.submit({ intent: "retry_sync" }, { method: "post", action: "/app?index" })}
    >
      {t("sync.retry")}
    </Button>
  );
}
