import type { Amounts, ValueBase } from "./amounts.ts";
import type { Decomposition } from "./decompose-change.ts";
import type { ModelLifespan } from "./model-lifespan.ts";
import type { PeriodFigures } from "./period-figures.ts";
import type { NoForecast, StoreForecastFigures } from "./store-forecast.ts";

export interface ValueOverview {
  readonly currency: string;
  readonly base: ValueBase;
  readonly period: PeriodFigures;
  readonly comparison: { readonly period: PeriodFigures; readonly decomposition: Decomposition } | null;
  readonly lifespan: {
    /** mean days from first to last order over all orders known, one-order customers as 0; null without customers */
    readonly simpleDays: number | null;
    readonly model: ModelLifespan | null;
  };
  /** AOV x APF a year x simple lifespan within the period (gross revenue), as storeValue tells it; clv null below 90 days */
  readonly fiveSteps: { readonly clv: number | null; readonly lifespanDays: number };
  /** of all orders ever */
  readonly historicClv: { readonly customers: number; readonly total: Amounts; readonly perCustomer: Amounts | null };
  /** part of the period's cost that is assumed, not known */
  readonly assumedCostShare: number;
  readonly forecast: StoreForecastFigures | null;
  /** why there is no forecast */
  readonly noForecast: NoForecast | null;
}
