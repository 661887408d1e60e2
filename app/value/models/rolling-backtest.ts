import { backtestHoldout, type HoldoutBacktest } from "./backtest-holdout.ts";
import type { OutOfTimeScores } from "./choose-order-model.ts";
import type { FitOn } from "./first-seen-later.ts";
import { laterOrders, type OrderLog, summariseLog } from "./order-log.ts";
import { ORDER_MODEL_NAMES } from "./order-model.ts";

/** A forecast made as of the end of `origin` for the days up to `until`, and what came. Days as in the log. */
export interface OriginBacktest extends HoldoutBacktest {
  readonly origin: number;
  readonly until: number;
  readonly customers: number;
}

export interface RollingBacktest {
  readonly fitOn: FitOn;
  /** oldest first; empty where the log is too short */
  readonly origins: readonly OriginBacktest[];
  /** mean CRPS over the origins, for the choice of the model; null without an origin */
  readonly outOfTime: OutOfTimeScores | null;
  /** root mean square of ln(actual / predicted orders); null without an origin at which anything was ordered */
  readonly pastError: number | null;
}

interface RollingOptions {
  /** 91, a quarter, when not given */
  readonly horizonDays?: number;
  /** at most; 3 when not given */
  readonly origins?: number;
  /** days of orders that the first forecast needs; 90 when not given */
  readonly shortestHistory?: number;
  /** the store had customers before the log's first order */
  readonly beginsInTheMiddle?: boolean;
}

/**
 * Goes back to the ends of the last quarters, forecasts from what was known then, and compares with what came. At each origin the model
 * is chosen by evidence and by the origins before it, never by what it is to foretell. For a log that begins in the middle it tries both
 * ways of fitting and tells the one with the better score.
 */
export function rollingBacktest(log: OrderLog, options: RollingOptions = {}): RollingBacktest {
  const everyone = backtestWith(log, options, "everyone");
  if (!options.beginsInTheMiddle || everyone.origins.length === 0) return everyone;
  const later = backtestWith(log, options, "first_seen_later");
  const score = ({ origins }: RollingBacktest) => origins.reduce((sum, origin) => sum + origin.scores.auto.crps, 0);
  return score(later) < score(everyone) ? later : everyone;
}

function backtestWith(log: OrderLog, options: RollingOptions, fitOn: FitOn): RollingBacktest {
  const { horizonDays = 91, origins = 3, shortestHistory = 90, beginsInTheMiddle = false } = options;
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < log.day.length; i++) {
    first = Math.min(first, log.day[i] as number);
    last = Math.max(last, log.day[i] as number);
  }
  const done: OriginBacktest[] = [];
  for (let back = origins; back >= 1; back--) {
    const origin = last - back * horizonDays;
    if (!(origin - first >= shortestHistory)) continue;
    const known = summariseLog(log, origin);
    const later = laterOrders(log, known.customers, origin, origin + horizonDays);
    const result = backtestHoldout({
      histories: known.histories,
      spend: known.spend,
      holdoutOrders: later.orders,
      holdoutSpend: later.spend,
      horizon: horizonDays,
      outOfTime: meanScores(done) ?? undefined,
      fitOn,
      beginsInTheMiddle,
    });
    done.push({ ...result, origin, until: origin + horizonDays, customers: known.customers.length });
  }
  const errors = done
    .filter(({ actualOrders, predictedOrders }) => actualOrders > 0 && predictedOrders > 0)
    .map(({ actualOrders, predictedOrders }) => Math.log(actualOrders / predictedOrders) ** 2);
  return {
    fitOn,
    origins: done,
    outOfTime: meanScores(done),
    pastError: errors.length > 0 ? Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / errors.length) : null,
  };
}

function meanScores(origins: readonly OriginBacktest[]): OutOfTimeScores | null {
  if (origins.length === 0) return null;
  const mean = (name: (typeof ORDER_MODEL_NAMES)[number]) =>
    origins.reduce((sum, origin) => sum + origin.scores[name].crps, 0) / origins.length;
  return Object.fromEntries(ORDER_MODEL_NAMES.map((name) => [name, mean(name)]));
}
