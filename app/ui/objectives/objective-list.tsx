import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, EmptyState, Text } from "@shopify/polaris";
import { useCallback, useEffect, useRef, useState } from "react";
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
  // What was pressed goes away with the form, or moves with its card: the button in its place gets the focus back.
  const list = useRef<HTMLDivElement>(null);
  const left = useRef<{ objective: number | "new"; button: number } | null>(null);
  const open = (objective: number | "new") => {
    left.current = { objective, button: 0 };
    setEditing(objective);
  };
  const settled = editing === null && archive.state === "idle";
  useEffect(() => {
    if (!settled || !left.current) return;
    const { objective, button } = left.current;
    left.current = null;
    list.current?.querySelectorAll<HTMLElement>(`[data-objective="${objective}"] button`)[button]?.focus();
  }, [settled]);
  const put = (id: number) => (archived: boolean) => {
    left.current = { objective: id, button: 1 };
    archive.submit({ intent: archived ? "archive" : "restore", id: String(id) }, { method: "post", action: "/app/objectives" });
  };
  return (
    <div ref={list}>
      <BlockStack gap="400">
        {editing === "new" ? (
          <ObjectiveEditor id={null} start={newObjectiveForm(today)} onClose={close} />
        ) : (
          <div data-objective="new">
            {rows.length === 0 ? (
              <Card>
                <EmptyState
                  heading={t("objectives.empty_title")}
                  image=""
                  action={{ content: t("objectives.add"), onAction: () => open("new") }}
                >
                  <Text as="p">{t("objectives.empty")}</Text>
                </EmptyState>
              </Card>
            ) : (
              <Button variant="primary" disabled={editing !== null} onClick={() => open("new")}>
                {t("objectives.add")}
              </Button>
            )}
          </div>
        )}
        {rows.map((row) => (
          <div key={row.id} data-objective={row.id}>
            {editing === row.id ? (
              <ObjectiveEditor id={row.id} start={objectiveForm(row, shop)} onClose={close} />
            ) : (
              <ObjectiveCard
                row={row}
                busy={archive.state !== "idle" || editing !== null}
                moving={archive.formData?.get("id") === String(row.id)}
                onEdit={() => open(row.id)}
                onArchive={put(row.id)}
              />
            )}
          </div>
        ))}
      </BlockStack>
    </div>
  );
}
