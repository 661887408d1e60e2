import type { Amounts, ValueBase } from "./amounts.ts";
import type { Decomposition } from "./decompose-change.ts";
import type { FiveSteps } from "./five-steps.ts";
import type { ModelLifespan } from "./model-lifespan.ts";
import type { PeriodFigures } from "./period-figures.ts";
import type { NoForecast, StoreForecastFigures } from "./store-forecast.ts";

export interface ValueOverview {
  readonly currency: string;
  readonly base: ValueBase;
  readonly period: PeriodFigures;
  readonly comparison: { readonly period: PeriodFigures; readonly decomposition: Decomposition } | null;
  readonly lifespan: {
    /** mean days from first to last order within the period, one-order customers as 0; null without customers */
    readonly simpleDays: number | null;
    readonly model: ModelLifespan | null;
  };
  /** of the period, in gross revenue, as storeValue tells it */
  readonly fiveSteps: FiveSteps;
  /** of all orders ever */
  readonly historicClv: { readonly customers: number; readonly total: Amounts; readonly perCustomer: Amounts | null };
  /** part of the period's cost that is assumed, not known */
  readonly assumedCostShare: number;
  readonly forecast: StoreForecastFigures | null;
  /** why there is no forecast */
  readonly noForecast: NoForecast | null;
}
