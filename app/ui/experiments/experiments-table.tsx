import { Card, IndexTable, Link, Text } from "@shopify/polaris";
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
          { title: t("experiments.column.kind") },
          { title: t("experiments.column.offer") },
          { title: t("experiments.column.status") },
          { title: t("experiments.column.since") },
          { title: t("experiments.column.visitors"), alignment: "end" },
          { title: t("experiments.column.verdict") },
          { title: t("experiments.column.incremental"), alignment: "end" },
        ]}
      >
        {experiments.map((experiment, index) => (
          <IndexTable.Row id={String(experiment.id)} key={experiment.id} position={index}>
            <IndexTable.Cell>
              <Link url={`/app/experiments/${experiment.id}`} removeUnderline dataPrimaryLink>
                <Text as="span" fontWeight="semibold">
                  {experimentName(t, experiment)}
                </Text>
              </Link>
            </IndexTable.Cell>
            <IndexTable.Cell>{t(`experiments.kind.${experiment.kind}`)}</IndexTable.Cell>
            <IndexTable.Cell>
              {experiment.offerId !== null && experiment.offerName !== null ? (
                <Link url={`/app/offers/${experiment.offerId}`} removeUnderline>
                  {experiment.offerName}
                </Link>
              ) : (
                t(experiment.kind === "global_holdout" ? "experiments.every_offer" : "experiments.offer_deleted")
              )}
            </IndexTable.Cell>
            <IndexTable.Cell>
              <ExperimentStatusBadge status={experiment.status} proof={experiment.proof} />
            </IndexTable.Cell>
            <IndexTable.Cell>{experiment.startedAt === null ? t("experiments.none") : formats.date(experiment.startedAt)}</IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {formats.number(experiment.look?.units ?? 0)}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>{shortVerdict(experiment, t)}</IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {experiment.kind === "ab_test"
                  ? t("experiments.none")
                  : withInterval(formats, t, experiment.look?.effects[0]?.total ?? null)}
              </Text>
            </IndexTable.Cell>
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}
