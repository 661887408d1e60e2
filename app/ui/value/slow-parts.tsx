import type { AllowedAcquisitionCost } from "../../value/allowed-acquisition-cost.ts";
import type { ValueBase } from "../../value/amounts.ts";
import type { BacktestReport } from "../../value/backtest-report.ts";
import type { ClvDistribution } from "../../value/clv-distribution.ts";
import type { ClvOverTime } from "../../value/clv-over-time.ts";
import type { CohortTable } from "../../value/cohort-table.ts";
import type { ModelCard } from "../../value/model-card.ts";
import type { RfmSegments } from "../../value/rfm-segments.ts";
import type { WhatIf } from "../../value/what-if.ts";
import { Later, type PartHeight } from "../later.tsx";
import { AcquisitionCard } from "./acquisition-card.tsx";
import { BacktestCard } from "./backtest-card.tsx";
import { CohortsCard } from "./cohorts-card.tsx";
import { DistributionCard } from "./distribution-card.tsx";
import { ModelCardSection } from "./model-card.tsx";
import { OverTimeCard } from "./over-time-card.tsx";
import { ProfitCard, type ProfitCardProps } from "./profit-card.tsx";
import { RfmCard } from "./rfm-card.tsx";
import { WhatIfCard } from "./what-if-card.tsx";

export interface SlowPartsData {
  readonly whatIf: Promise<WhatIf | null>;
  readonly cost: Promise<AllowedAcquisitionCost | null>;
  readonly cohorts: Promise<CohortTable>;
  readonly rfm: Promise<RfmSegments>;
  readonly distribution: Promise<ClvDistribution | null>;
  readonly time: Promise<ClvOverTime>;
  readonly profit: Promise<ProfitCardProps>;
  readonly backtest: Promise<BacktestReport | null>;
  readonly model: Promise<ModelCard | null>;
}

/** As they come out for a store with two years of orders. */
const HEIGHTS = {
  whatIf: { wide: 360, narrow: 320 },
  cost: { wide: 374, narrow: 440 },
  cohorts: { wide: 1272, narrow: 1392 },
  rfm: { wide: 994, narrow: 1020 },
  distribution: { wide: 384, narrow: 420 },
  time: { wide: 384, narrow: 420 },
  profit: { wide: 694, narrow: 1240 },
  backtest: { wide: 686, narrow: 1100 },
  model: { wide: 426, narrow: 640 },
} satisfies Record<keyof SlowPartsData, PartHeight>;

/** The parts below the first screen, each in the place kept for it. */
export function SlowParts({ parts, base }: { parts: SlowPartsData; base: ValueBase }) {
  return (
    <>
      <div className="crescendo-two">
        <Later data={parts.whatIf} height={HEIGHTS.whatIf}>
          {(whatIf) => <WhatIfCard whatIf={whatIf} base={base} />}
        </Later>
        <Later data={parts.cost} height={HEIGHTS.cost}>
          {(cost) => <AcquisitionCard cost={cost} />}
        </Later>
      </div>
      <Later data={parts.cohorts} height={HEIGHTS.cohorts}>
        {(table) => <CohortsCard table={table} base={base} />}
      </Later>
      <Later data={parts.rfm} height={HEIGHTS.rfm}>
        {(rfm) => <RfmCard rfm={rfm} base={base} />}
      </Later>
      <div className="crescendo-two">
        <Later data={parts.distribution} height={HEIGHTS.distribution}>
          {(distribution) => <DistributionCard distribution={distribution} />}
        </Later>
        <Later data={parts.time} height={HEIGHTS.time}>
          {(time) => <OverTimeCard time={time} base={base} />}
        </Later>
      </div>
      <div id="profit">
        <Later data={parts.profit} height={HEIGHTS.profit}>
          {(profit) => <ProfitCard {...profit} />}
        </Later>
      </div>
      <div id="backtest">
        <Later data={parts.backtest} height={HEIGHTS.backtest}>
          {(report) => <BacktestCard report={report} />}
        </Later>
      </div>
      <Later data={parts.model} height={HEIGHTS.model}>
        {(card) => <ModelCardSection card={card} />}
      </Later>
    </>
  );
}
