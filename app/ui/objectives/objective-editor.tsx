import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, ButtonGroup, FormLayout, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldErrors } from "../../field-errors.ts";
import { METRIC_UNITS, METRICS, type Metric } from "../../ledger/objective.ts";
import { fieldId } from "../form/field-id.ts";
import { FormSaveBar } from "../form/form-save-bar.tsx";
import { useDraft } from "../form/use-draft.ts";
import { WrongFields } from "../form/wrong-fields.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats, useShop } from "../shop-context.tsx";
import { metricText } from "./metric-text.ts";
import { type ObjectiveForm, readObjective, valueText } from "./objective-form.ts";
import { objectiveBasis, wrongObjectiveFields } from "./objective-wrong.ts";

export interface Proposal {
  readonly kind: "proposed";
  readonly metric: Metric;
  readonly value: number | null;
  readonly first: string;
  readonly last: string;
}
export type Proposed = Proposal | { readonly kind: "unreadable" };
export type EditorAnswer =
  | { readonly kind: "saved"; readonly id: number }
  | { readonly kind: "invalid"; readonly errors: FieldErrors }
  | { readonly kind: "not_found" };

interface ObjectiveEditorProps {
  /** null: a new one */
  id: number | null;
  start: ObjectiveForm;
  onClose(): void;
}

/** Adds or changes an objective; what is wrong stands at its field. */
export function ObjectiveEditor({ id, start, onClose }: ObjectiveEditorProps) {
  const { t } = useTranslation();
  const shop = useShop();
  const formats = useFormats();
  const save = useFetcher<EditorAnswer>();
  const propose = useFetcher<Proposed>();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector("input")?.focus(), []);
  const answer = save.data;
  const { form, dirty, errors, refusals, set, send } = useDraft(start, answer, objectiveBasis);
  /** a new one has its own once it is saved, and is edited on when more was typed meanwhile */
  const [ownId, setOwnId] = useState(id);
  useEffect(() => {
    if (answer?.kind === "saved") setOwnId(answer.id);
  }, [answer]);
  const done = save.state === "idle" && answer?.kind === "saved" && !dirty;
  useEffect(() => {
    if (done) onClose();
  }, [done, onClose]);

  const busy = save.state !== "idle";
  const wrong = wrongObjectiveFields(t, errors);
  const error = (field: string) => wrong.find((one) => one.field === field)?.words ?? "";
  const change = (field: keyof ObjectiveForm) => (value: string) => set(field, value);
  const suffix = METRIC_UNITS[form.metric] === "money" ? shop.currency : METRIC_UNITS[form.metric] === "share" ? "%" : "";
  const proposed = propose.data?.kind === "proposed" && propose.data.metric === form.metric ? propose.data : null;
  const range = ({ first, last }: Proposal) => formats.range(`${first}T12:00:00Z`, `${last}T12:00:00Z`);
  const submit = () =>
    send(readObjective(form, shop), (objective) =>
      save.submit(
        { intent: "save", id: ownId === null ? "" : String(ownId), objective: JSON.stringify(objective) },
        { method: "post", action: "/app/objectives" },
      ),
    );
  const ask = () =>
    propose.submit(
      { intent: "propose", metric: form.metric, startsOn: form.startsOn, endsOn: form.endsOn },
      { method: "post", action: "/app/objectives" },
    );

  return (
    <div ref={place}>
      <FormSaveBar forms={[{ dirty, busy, save: submit, discard: onClose }]} />
      <SectionCard title={t(ownId === null ? "objectives.new" : "objectives.change")} intro={t("objectives.editor_intro")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <BlockStack gap="400">
            {wrong.length > 0 ? <WrongFields fields={wrong} refusals={refusals} /> : null}
            {answer?.kind === "not_found" ? <Banner tone="critical">{t("objectives.gone")}</Banner> : null}
            <FormLayout>
              <TextField
                label={t("objectives.field.name")}
                autoComplete="off"
                maxLength={80}
                value={form.name}
                id={fieldId("name")}
                error={error("name")}
                onChange={change("name")}
              />
              <Select
                label={t("objectives.field.metric")}
                helpText={t(`objectives.metric_meaning.${form.metric}`)}
                options={METRICS.map((metric) => ({ value: metric, label: t(`objectives.metric.${metric}`) }))}
                value={form.metric}
                id={fieldId("metric")}
                error={error("metric")}
                onChange={(metric) => {
                  set("metric", metric as Metric);
                  set("baseline", "");
                  set("target", "");
                }}
              />
              <FormLayout.Group>
                <TextField
                  type="date"
                  label={t("objectives.field.starts")}
                  autoComplete="off"
                  value={form.startsOn}
                  id={fieldId("startsOn")}
                  error={error("startsOn")}
                  onChange={change("startsOn")}
                />
                <TextField
                  type="date"
                  label={t("objectives.field.ends")}
                  autoComplete="off"
                  value={form.endsOn}
                  id={fieldId("endsOn")}
                  error={error("endsOn")}
                  onChange={change("endsOn")}
                />
              </FormLayout.Group>
              <BlockStack gap="100">
                <InlineStack>
                  <Button onClick={ask} loading={propose.state !== "idle"}>
                    {t("objectives.propose")}
                  </Button>
                </InlineStack>
                <div aria-live="polite">
                  {propose.data?.kind === "unreadable" ? <Text as="p">{t("objectives.propose_days")}</Text> : null}
                  {proposed ? (
                    <InlineStack gap="200" blockAlign="center">
                      <Text as="p">
                        {proposed.value === null
                          ? t("objectives.proposed_none", { range: range(proposed) })
                          : t("objectives.proposed", {
                              value: metricText(proposed.metric, proposed.value, formats),
                              range: range(proposed),
                            })}
                      </Text>
                      {proposed.value === null ? null : (
                        <Button variant="plain" onClick={() => set("baseline", valueText(proposed.metric, proposed.value ?? 0, shop))}>
                          {t("objectives.take")}
                        </Button>
                      )}
                    </InlineStack>
                  ) : null}
                </div>
              </BlockStack>
              <FormLayout.Group>
                <TextField
                  label={t("objectives.field.baseline")}
                  helpText={t("objectives.help.baseline")}
                  autoComplete="off"
                  inputMode="decimal"
                  suffix={suffix}
                  value={form.baseline}
                  id={fieldId("baseline")}
                  error={error("baseline")}
                  onChange={change("baseline")}
                />
                <TextField
                  label={t("objectives.field.target")}
                  helpText={t("objectives.help.target")}
                  autoComplete="off"
                  inputMode="decimal"
                  suffix={suffix}
                  value={form.target}
                  id={fieldId("target")}
                  error={error("target")}
                  onChange={change("target")}
                />
              </FormLayout.Group>
              <FormLayout.Group>
                <TextField
                  label={t("objectives.field.weight")}
                  helpText={t("objectives.help.weight")}
                  autoComplete="off"
                  inputMode="decimal"
                  value={form.weight}
                  id={fieldId("weight")}
                  error={error("weight")}
                  onChange={change("weight")}
                />
                <TextField
                  label={t("objectives.field.cost")}
                  helpText={t("objectives.help.cost")}
                  autoComplete="off"
                  inputMode="decimal"
                  suffix={shop.currency}
                  value={form.cost}
                  id={fieldId("cost")}
                  error={error("cost")}
                  onChange={change("cost")}
                />
              </FormLayout.Group>
            </FormLayout>
            <ButtonGroup>
              <Button submit variant="primary" loading={busy}>
                {t("common.save")}
              </Button>
              <Button onClick={onClose} disabled={busy}>
                {t("common.cancel")}
              </Button>
            </ButtonGroup>
          </BlockStack>
        </form>
      </SectionCard>
    </div>
  );
}
