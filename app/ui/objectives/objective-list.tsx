import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, EmptyState, InlineStack, Text } from "@shopify/polaris";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectiveRow } from "../../ledger/objective.ts";
import { useShop } from "../shop-context.tsx";
import { ObjectiveCard } from "./objective-card.tsx";
import { ObjectiveEditor } from "./objective-editor.tsx";
import { newObjectiveForm, objectiveForm } from "./objective-form.ts";

/** All objectives, with the form in the place of the one being changed. */
export function ObjectiveList({ rows, today }: { rows: readonly ObjectiveRow[]; today: string }) {
  const { t } = useTranslation();
  const shop = useShop();
  const archive = useFetcher();
  const [editing, setEditing] = useState<number | "new" | null>(null);
  const close = useCallback(() => setEditing(null), []);
  const put = (id: number) => (archived: boolean) =>
    archive.submit({ intent: archived ? "archive" : "restore", id: String(id) }, { method: "post", action: "/app/objectives" });
  return (
    <BlockStack gap="400">
      {editing === "new" ? (
        <ObjectiveEditor id={null} start={newObjectiveForm(today)} onClose={close} />
      ) : rows.length === 0 ? (
        <Card>
          <EmptyState
            heading={t("objectives.empty_title")}
            image=""
            action={{ content: t("objectives.add"), onAction: () => setEditing("new") }}
          >
            <Text as="p">{t("objectives.empty")}</Text>
          </EmptyState>
        </Card>
      ) : (
        <InlineStack>
          <Button variant="primary" onClick={() => setEditing("new")}>
            {t("objectives.add")}
          </Button>
        </InlineStack>
      )}
      {rows.map((row) =>
        editing === row.id ? (
          <ObjectiveEditor key={row.id} id={row.id} start={objectiveForm(row, shop)} onClose={close} />
        ) : (
          <ObjectiveCard key={row.id} row={row} busy={archive.state !== "idle"} onEdit={() => setEditing(row.id)} onArchive={put(row.id)} />
        ),
      )}
    </BlockStack>
  );
}
