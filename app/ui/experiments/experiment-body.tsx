import { BlockStack } from "@shopify/polaris";
import { type ExperimentDetail, offerIsGone } from "../../experiments/experiment.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import { ArmsCard } from "./arms-card.tsx";
import { ChangesCard } from "./changes-card.tsx";
import { ChecksCard } from "./checks-card.tsx";
import { HeadlineCard } from "./headline-card.tsx";
import { type Act, HoldoutActions } from "./holdout-actions.tsx";
import { IntervalOverTime } from "./interval-over-time.tsx";
import { MoreReadingsCard } from "./more-readings-card.tsx";
import { PowerCard } from "./power-card.tsx";
import { ReadoutsCard } from "./readouts-card.tsx";

interface ExperimentBodyProps {
  experiment: ExperimentDetail;
  power: PowerReport | null;
  attributed: number | null;
  busy: boolean;
  act: Act;
}

export function ExperimentBody({ experiment, power, attributed, busy, act }: ExperimentBodyProps) {
  const { look, kind } = experiment;
  return (
    <BlockStack gap="400">
      <HeadlineCard experiment={experiment} attributed={attributed} />
      {kind === "ab_test" ? <ChangesCard experiment={experiment} /> : null}
      {look ? (
        <>
          <IntervalOverTime experiment={experiment} />
          <ArmsCard experiment={experiment} look={look} />
          <ChecksCard experiment={experiment} look={look} />
          <MoreReadingsCard experiment={experiment} look={look} />
          <ReadoutsCard experiment={experiment} look={look} />
        </>
      ) : null}
      {experiment.endedAt === null && experiment.status !== "archived" && !offerIsGone(experiment) ? (
        <PowerCard power={power} kind={kind} />
      ) : null}
      <HoldoutActions experiment={experiment} power={power} busy={busy} act={act} />
    </BlockStack>
  );
}
