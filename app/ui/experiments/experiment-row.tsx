import { IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ListedExperiment } from "../../experiments/experiment.ts";
import type { Formats } from "../formats.ts";
import { useFormats } from "../shop-context.tsx";
import { experimentName } from "./experiment-name.ts";
import { ExperimentStatusBadge } from "./experiment-status-badge.tsx";
import { shortVerdict, withInterval } from "./verdict-words.ts";

/** The row of an experiment, as an element's id. */
export function rowId(experimentId: number): string {
  return `experiment-${experimentId}`;
}

interface ExperimentRowProps {
  experiment: ListedExperiment;
  position: number;
  /** stands under the present one of its offer, and is told from it by its time */
  earlier?: boolean;
}

export function ExperimentRow({ experiment, position, earlier = false }: ExperimentRowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <IndexTable.Row id={rowId(experiment.id)} position={position}>
      <IndexTable.Cell>{earlier ? <EarlierName experiment={experiment} /> : <Name experiment={experiment} />}</IndexTable.Cell>
      <IndexTable.Cell>
        <Result experiment={experiment} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {formats.number(experiment.look?.units ?? 0)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{experiment.startedAt === null ? t("experiments.none") : formats.date(experiment.startedAt)}</IndexTable.Cell>
    </IndexTable.Row>
  );
}

function Name({ experiment }: { experiment: ListedExperiment }) {
  const { t } = useTranslation();
  return (
    <div className="crescendo-list-name">
      <Link url={`/app/experiments/${experiment.id}`} removeUnderline dataPrimaryLink>
        <Text as="span" fontWeight="semibold">
          {experimentName(t, experiment)}
        </Text>
      </Link>
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" variant="bodySm" tone="subdued">
          {t(`experiments.kind.${experiment.kind}`, { offer: experiment.offerName ?? t("experiments.offer_deleted") })}
        </Text>
        <ExperimentStatusBadge status={experiment.status} proof={experiment.proof} />
      </InlineStack>
    </div>
  );
}

function EarlierName({ experiment }: { experiment: ListedExperiment }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id, startedAt, endedAt } = experiment;
  const time = startedAt === null ? t("experiments.none") : timeOf(startedAt, endedAt ?? startedAt, formats);
  return (
    <div className="crescendo-list-earlier">
      <Link
        url={`/app/experiments/${id}`}
        removeUnderline
        dataPrimaryLink
        accessibilityLabel={t("experiments.earlier_of", { words: time, name: experimentName(t, experiment) })}
      >
        {time}
      </Link>
    </div>
  );
}

/** An offer changed twice a day has two measurements of that day, which their hours tell apart. */
function timeOf(startedAt: string, endedAt: string, { date, dateTime, range }: Formats): string {
  const days = range(startedAt, endedAt);
  return days === date(startedAt) ? dateTime(startedAt) : days;
}

/** The verdict, and below it the figure: in all for a holdout, per visitor of each variant for a test. */
function Result({ experiment }: { experiment: ListedExperiment }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const figures = (experiment.look?.effects ?? []).flatMap(({ arm, incremental, total }) => {
    if (experiment.kind !== "ab_test") return total ? [{ arm, text: withInterval(formats, t, total) }] : [];
    const variant = experiment.arms.find(({ key }) => key === arm);
    if (!incremental || !variant) return [];
    return [{ arm, text: t("experiments.per_visitor_of", { name: variant.name, figure: withInterval(formats, t, incremental) }) }];
  });
  const loses = experiment.look?.effects.some(({ verdict }) => verdict.kind === "loses") ?? false;
  return (
    <div className="crescendo-list-result">
      <Text as="p" fontWeight="semibold" {...(loses ? { tone: "critical" } : {})}>
        {shortVerdict(experiment, t)}
      </Text>
      {figures.map(({ arm, text }) => (
        <Text as="p" variant="bodySm" numeric key={arm}>
          {text}
        </Text>
      ))}
    </div>
  );
}
