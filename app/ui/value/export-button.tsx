import { BlockStack, Button, InlineError } from "@shopify/polaris";
import { ExportIcon } from "@shopify/polaris-icons";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

/** Saves a file of the app. A link would lose the session token that App Bridge adds to requests of the page. */
export function ExportButton({ address, file }: { address: string; file: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const id = useId();
  const save = async () => {
    setState("loading");
    const answer = await fetch(address).catch(() => null);
    const content = answer?.ok ? await answer.blob().catch(() => null) : null;
    if (!content) return setState("failed");
    const object = URL.createObjectURL(content);
    Object.assign(document.createElement("a"), { href: object, download: file }).click();
    URL.revokeObjectURL(object);
    setState("idle");
  };
  return (
    <BlockStack gap="100">
      <Button size="large" icon={ExportIcon} onClick={save} loading={state === "loading"}>
        {t("value.export")}
      </Button>
      {state === "failed" ? <InlineError message={t("value.export_failed")} fieldID={id} /> : null}
    </BlockStack>
  );
}
