import { Badge, BlockStack, Button, ButtonGroup, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { addsUp, METRIC_UNITS, type ObjectiveRow } from "../../ledger/objective.ts";
import { objectiveDays } from "../../ledger/objective-progress.ts";
import { useFormats, useShop } from "../shop-context.tsx";
import { metricText } from "./metric-text.ts";

const PACE_TONE = { ahead: "success", on_pace: "info", behind: "attention" } as const;

interface ObjectiveCardProps {
  row: ObjectiveRow;
  busy: boolean;
  /** being archived or restored */
  moving: boolean;
  onEdit(): void;
  onArchive(archived: boolean): void;
}

/** One objective: how far it has come, how far it should be by today, and what a unit cost. */
export function ObjectiveCard({ row, busy, moving, onEdit, onArchive }: ObjectiveCardProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { money, number, percent, date, range } = formats;
  const { currency } = useShop();
  const id = useId();
  const { progress } = row;
  const noon = (text: string) => `${text}T12:00:00Z`;
  const day = (text: string) => date(noon(text));
  const value = (amount: number | null) => (amount === null ? t("results.none") : metricText(row.metric, amount, formats));
  // A step back within what still counts as on pace is none yet, as the badge says.
  const away = progress.progress !== null && progress.progress < 0 && progress.pace === "behind";
  const way =
    progress.progress === null
      ? t(progress.state === "upcoming" ? "objectives.card.upcoming" : "objectives.card.not_measured", { date: day(row.startsOn) })
      : t(away ? "objectives.card.backwards" : "objectives.card.way", {
          progress: percent(away ? progress.progress : Math.max(0, progress.progress)),
          expected: percent(progress.expected),
        });
  const unit = METRIC_UNITS[row.metric];
  const days = progress.measured && range(noon(progress.measured.first), noon(progress.measured.last));
  const { costPerUnit: each } = progress;
  // Money for money is a plain ratio.
  const costPerUnit = each === null ? t("results.none") : unit === "money" ? number(each, 2) : money(each);
  const facts = [
    ["baseline", value(row.baseline)],
    ["now", value(progress.now), days],
    ["target", value(row.target)],
    ["weight", number(row.weight, 2)],
    ["cost", money(row.cost)],
    ["cost_per_unit", costPerUnit],
  ] as const;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <BlockStack gap="050">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="headingSm" id={id}>
                {row.name}
              </Text>
              {row.archived ? (
                <Badge>{t("objectives.card.archived")}</Badge>
              ) : progress.pace ? (
                <Badge tone={PACE_TONE[progress.pace]}>{t(`objectives.pace.${progress.pace}`)}</Badge>
              ) : (
                <Badge>{t(`objectives.state.${progress.state}`)}</Badge>
              )}
            </InlineStack>
            <Text as="p" variant="bodySm" tone="subdued">
              {t("objectives.card.what", {
                metric: t(`objectives.metric.${row.metric}`),
                range: range(noon(row.startsOn), noon(row.endsOn)),
              })}
            </Text>
          </BlockStack>
          <ButtonGroup>
            <Button disabled={busy} onClick={onEdit} accessibilityLabel={t("objectives.card.edit_named", { name: row.name })}>
              {t("objectives.card.edit")}
            </Button>
            <Button
              disabled={busy}
              loading={moving}
              onClick={() => onArchive(!row.archived)}
              accessibilityLabel={t(row.archived ? "objectives.card.restore_named" : "objectives.card.archive_named", { name: row.name })}
            >
              {t(row.archived ? "objectives.card.restore" : "objectives.card.archive")}
            </Button>
          </ButtonGroup>
        </InlineStack>
        <ProgressBar progress={Math.round(100 * Math.min(1, Math.max(0, progress.progress ?? 0)))} size="small" ariaLabelledBy={id} />
        <Text as="p">{way}</Text>
        {progress.state === "running" && progress.progress !== null ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {measuredWords()}
          </Text>
        ) : null}
        <dl className="crescendo-facts">
          {facts.map(([name, text, of]) => (
            <div key={name}>
              <dt>{name === "cost_per_unit" ? t(`objectives.unit.${unit}`, { currency }) : t(`objectives.field.${name}`)}</dt>
              <dd>
                {text}
                {of ? (
                  <Text as="span" variant="bodySm" tone="subdued">
                    {` (${of})`}
                  </Text>
                ) : null}
              </dd>
            </div>
          ))}
        </dl>
      </BlockStack>
    </Card>
  );

  /** How `now` is to be set against the baseline and the target. */
  function measuredWords(): string {
    if (!addsUp(row.metric)) return t("objectives.card.over_as_long", { count: objectiveDays(row), days: number(objectiveDays(row)) });
    const due = (whole: number) => {
      const part = whole * progress.expected;
      return value(unit === "count" ? Math.round(part) : part);
    };
    return t("objectives.card.counted_up", { baseline: due(row.baseline), target: due(row.target) });
  }
}
