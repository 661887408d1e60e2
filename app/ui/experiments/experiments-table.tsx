import { Card, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ListedExperiment } from "../../experiments/experiment.ts";
import { useFormats } from "../shop-context.tsx";
import { experimentName } from "./experiment-name.ts";
import { ExperimentStatusBadge } from "./experiment-status-badge.tsx";
import { shortVerdict, withInterval } from "./verdict-words.ts";

/** Every experiment with what it says so far. */
export function ExperimentsTable({ experiments }: { experiments: readonly ListedExperiment[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: t("experiments.one"), plural: t("experiments.many") }}
        itemCount={experiments.length}
        selectable={false}
        headings={[
          { title: t("experiments.column.name") },
          { title: t("experiments.column.result") },
          { title: t("experiments.column.visitors"), alignment: "end" },
          { title: t("experiments.column.since") },
        ]}
      >
        {experiments.map((experiment, index) => (
          <IndexTable.Row id={String(experiment.id)} key={experiment.id} position={index}>
            <IndexTable.Cell>
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
            </IndexTable.Cell>
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
        ))}
      </IndexTable>
    </Card>
  );
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
