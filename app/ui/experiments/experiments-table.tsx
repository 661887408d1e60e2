import { Card, IndexTable } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExperimentGroup } from "../../experiments/group-experiments.ts";
import { TableName } from "../table-name.tsx";
import { EarlierRow } from "./earlier-row.tsx";
import { ExperimentRow } from "./experiment-row.tsx";

/** Every experiment with what it says so far; what measured the same offer before is opened under it. */
export function ExperimentsTable({ groups }: { groups: readonly ExperimentGroup[] }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<readonly number[]>([]);
  const toggle = (id: number) => setOpened(opened.includes(id) ? opened.filter((other) => other !== id) : [...opened, id]);
  const rows = groups.flatMap(({ experiment, earlier }) => {
    const { id } = experiment;
    const open = opened.includes(id);
    return [
      (position: number) => <ExperimentRow key={id} experiment={experiment} position={position} />,
      ...(earlier.length === 0
        ? []
        : [
            (position: number) => (
              <EarlierRow
                key={`earlier-${id}`}
                experiment={experiment}
                earlier={earlier}
                open={open}
                position={position}
                onToggle={() => toggle(id)}
              />
            ),
          ]),
      ...(open ? earlier : []).map((one) => (position: number) => (
        <ExperimentRow key={one.id} experiment={one} position={position} earlier />
      )),
    ];
  });
  return (
    <Card padding="0">
      <TableName name={t("nav.experiments")}>
        <IndexTable
          resourceName={{ singular: t("experiments.one"), plural: t("experiments.many") }}
          itemCount={rows.length}
          selectable={false}
          headings={[
            { title: t("experiments.column.name") },
            { title: t("results.column.incremental") },
            { title: t("experiments.column.visitors"), alignment: "end" },
            { title: t("experiments.column.since") },
          ]}
        >
          {rows.map((row, position) => row(position))}
        </IndexTable>
      </TableName>
    </Card>
  );
}
