import { Button, IndexTable } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentGroup } from "../../experiments/group-experiments.ts";
import { experimentName } from "./experiment-name.ts";
import { rowId } from "./experiment-row.tsx";

interface EarlierRowProps extends ExperimentGroup {
  open: boolean;
  position: number;
  onToggle(): void;
}

/** Opens and closes the rows that follow it. A row of its own: a click on a row with a link goes to where the link leads. */
export function EarlierRow({ experiment, earlier, open, position, onToggle }: EarlierRowProps) {
  const { t } = useTranslation();
  const words = t("experiments.earlier", { count: earlier.length });
  return (
    <IndexTable.Row id={`earlier-${experiment.id}`} position={position}>
      <IndexTable.Cell colSpan={4}>
        <Button
          variant="plain"
          disclosure={open ? "up" : "down"}
          ariaExpanded={open}
          {...(open ? { ariaControls: earlier.map(({ id }) => rowId(id)).join(" ") } : {})}
          accessibilityLabel={t("experiments.earlier_of", { words, name: experimentName(t, experiment) })}
          onClick={onToggle}
        >
          {words}
        </Button>
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}
