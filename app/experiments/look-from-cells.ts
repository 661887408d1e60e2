import { acrossPlans } from "./across-plans.ts";
import { bayes } from "./bayes.ts";
import { adjustByPast, type PairedSummary, pastOf } from "./cuped.ts";
import type { Experiment } from "./experiment.ts";
import { FEWEST_BUYERS, FEWEST_REFUNDED, GUARDRAILS, type GuardrailMetric } from "./guardrail-rules.ts";
import type { Look, LookArm, LookEffect, Readout } from "./look.ts";
import { type LookCell, momentsOf, READOUT_DAYS, type ReadoutCell } from "./look-cell.ts";
import type { MetricSummary } from "./metric-summary.ts";
import { MISMATCH, seesGrossMismatch, sequentialRatioOfPlans } from "./sample-ratio.ts";
import { DEFAULT_TUNING, type SequentialConfig, sequential } from "./sequential.ts";
import { ALPHA, BURN_IN, type GuardrailState, guardrail, verdictOf } from "./verdict.ts";
import { welch } from "./welch.ts";

/** The past is used where it explains at least this share of the variance. */
const WORTH_ADJUSTING = 0.01;
const NONE: ReadoutCell = { units: 0, conversions: 0, realised: 0, after: 0, sum: 0, squares: 0 };
const EMPTY: Omit<LookCell, "arm" | "plan"> = {
  units: 0,
  conversions: 0,
  orders: 0,
  revenue: 0,
  refunded: 0,
  refundedBuyers: 0,
  profit: 0,
  profitSums: { sum: 0, squares: 0 },
  revenueSums: { sum: 0, squares: 0 },
  beforeSums: { sum: 0, squares: 0 },
  product: 0,
  readouts: [],
};

type Planned = Pick<Experiment, "arms" | "plans" | "plannedUnits" | "plannedEnd" | "endedAt">;

/**
 * What an experiment says, from the sums of its cells. `cap`: what profits were winsorised at, null when nobody bought. Several arms
 * beside control share the 5 % of being wrong.
 */
export function lookFrom(experiment: Planned, cells: readonly LookCell[], { cap, now }: { cap: number | null; now: Date }): Look {
  const grid = gridOf(experiment, cells);
  const units = grid.flat().reduce((sum, cell) => sum + cell.units, 0);
  const counts = experiment.plans.map(({ weights }, plan) => ({
    users: grid.map((arm) => arm[plan]?.units ?? 0),
    weights: experiment.arms.map((_, arm) => weights[arm] ?? 0),
  }));
  const ratioP = sequentialRatioOfPlans(counts);
  const plain = acrossPlans(grid.map((arm) => arm.map((cell) => momentsOf(cell.units, cell.profitSums))));
  const past = afterPast(grid, plain.plans);
  const metric = past?.arms ?? plain.arms;
  const atPlannedEnd =
    (experiment.plannedEnd !== null && experiment.plannedEnd <= (experiment.endedAt ?? now.toISOString())) ||
    (experiment.plannedUnits !== null && units >= experiment.plannedUnits);
  const config = configOf(experiment);
  const effectOf = (arm: number): LookEffect => {
    const [control, treatment] = [metric[0] as MetricSummary, metric[arm] as MetricSummary];
    const said = verdictOf(
      { profit: control, conversions: total(used(grid, 0, plain.plans), "conversions") },
      { profit: treatment, conversions: total(used(grid, arm, plain.plans), "conversions") },
      { ...config, ratioP },
    );
    const known = said.kind === "earns" || said.kind === "loses" || said.kind === "undecided" ? said : null;
    const fixed = known && atPlannedEnd ? welch(control, treatment, config) : null;
    const chance = known && bayes(control, treatment, config);
    const all = total(grid[arm] ?? [], "units");
    return {
      arm: experiment.arms[arm]?.key ?? "",
      verdict: said,
      incremental: known && { expected: known.expected, ci: known.ci },
      total: known && { expected: known.expected * all, ci: [known.ci[0] * all, known.ci[1] * all] },
      fixed: fixed?.kind === "result" ? { expected: fixed.expected, ci: fixed.ci } : null,
      chanceToWin: chance?.kind === "result" ? chance.chanceToWin : null,
      varianceExplained: past?.explained ?? null,
      guardrails: GUARDRAILS.map(({ metric: name }) => ({ metric: name, state: guardrailOf(grid, arm, name, config) })),
    };
  };
  return {
    units,
    cap,
    atPlannedEnd,
    arms: experiment.arms.map(({ key }, arm) => armOf(key, grid[arm] ?? [], plain.arms[arm] as MetricSummary)),
    effects: experiment.arms.slice(1).map((_, at) => effectOf(at + 1)),
    sampleRatio: { pValue: ratioP, mismatch: ratioP < MISMATCH, tooFew: !seesGrossMismatch(counts) },
    readouts: READOUT_DAYS.map((days, at) => readoutOf(days, experiment, { grid, at, config })),
  };
}

/** `[arm][plan]`; cells of arms the experiment does not know are left out. */
function gridOf({ arms, plans }: Planned, cells: readonly LookCell[]): LookCell[][] {
  const byPlace = new Map(cells.map((cell) => [`${cell.arm}:${cell.plan}`, cell]));
  return arms.map(({ key }) => plans.map((_, plan) => byPlace.get(`${key}:${plan}`) ?? { ...EMPTY, arm: key, plan }));
}

function used(grid: readonly (readonly LookCell[])[], arm: number, plans: readonly number[]): LookCell[] {
  return plans.flatMap((plan) => grid[arm]?.[plan] ?? []);
}

function total(cells: readonly LookCell[], name: "units" | "conversions" | "orders" | "revenue" | "refunded" | "profit"): number {
  return cells.reduce((sum, cell) => sum + cell[name], 0);
}

/** The interval is tightest at the planned sample of the two arms that are compared. */
function configOf({ arms, plannedUnits }: Planned): SequentialConfig {
  const others = Math.max(1, arms.length - 1);
  const tuning = plannedUnits === null ? DEFAULT_TUNING : (plannedUnits * 2) / Math.max(2, arms.length);
  return { difference: "absolute", alpha: ALPHA / others, tuning };
}

function armOf(key: string, cells: readonly LookCell[], metric: MetricSummary): LookArm {
  return {
    key,
    units: total(cells, "units"),
    conversions: total(cells, "conversions"),
    orders: total(cells, "orders"),
    revenue: total(cells, "revenue"),
    refunded: total(cells, "refunded"),
    profit: total(cells, "profit"),
    metric,
  };
}

/** Profit less what earlier purchases explain of it: theta over all arms and plans, the past's mean of each plan. Null where they explain nothing worth it. */
function afterPast(grid: readonly (readonly LookCell[])[], plans: readonly number[]) {
  const paired = grid.map((arm) => arm.map(pairOf));
  const { theta, explained } = pastOf(plans.flatMap((plan) => paired.map((arm) => arm[plan] as PairedSummary)));
  if (explained < WORTH_ADJUSTING) return null;
  const adjusted = (grid[0] ?? []).map((_, plan) =>
    adjustByPast(
      paired.map((arm) => arm[plan] as PairedSummary),
      theta,
    ),
  );
  const moments = grid.map((_, arm) =>
    adjusted.map((cells) => momentsOf(cells[arm]?.n ?? 0, { sum: cells[arm]?.sum ?? 0, squares: cells[arm]?.sum_squares ?? 0 })),
  );
  return { explained, arms: acrossPlans(moments).arms };
}

function pairOf(cell: LookCell): PairedSummary {
  return {
    n: cell.units,
    sum: cell.profitSums.sum,
    sumSquares: cell.profitSums.squares,
    before: cell.beforeSums.sum,
    beforeSquares: cell.beforeSums.squares,
    product: cell.product,
  };
}

function guardrailOf(
  grid: readonly (readonly LookCell[])[],
  arm: number,
  name: GuardrailMetric,
  { alpha, tuning }: SequentialConfig,
): GuardrailState {
  const rule = GUARDRAILS.find(({ metric }) => metric === name);
  const pair = [grid[0] ?? [], grid[arm] ?? []];
  if (!rule || pair.some((cells) => total(cells, "conversions") < FEWEST_BUYERS)) return "not_enough_data";
  const refunded = (grid[0] ?? []).reduce((sum, cell) => sum + cell.refundedBuyers, 0);
  if (name === "refunds" && refunded < FEWEST_REFUNDED) return "not_enough_data";
  const moments = pair.map((cells) =>
    cells.map((cell) => {
      if (name === "order_value") return momentsOf(cell.units, cell.revenueSums);
      const [n, sum] = name === "conversion" ? [cell.units, cell.conversions] : [cell.conversions, cell.refundedBuyers];
      return { n, sum, squares: sum };
    }),
  );
  const { arms } = acrossPlans(moments);
  const shared = { ...rule, alpha: (rule.alpha * alpha) / ALPHA };
  return guardrail(
    arms[0] as MetricSummary,
    arms[1] as MetricSummary,
    tuning === undefined || name === "refunds" ? shared : { ...shared, tuning },
  );
}

function readoutOf(
  days: Readout["days"],
  { arms }: Planned,
  { grid, at, config }: { grid: readonly (readonly LookCell[])[]; at: number; config: SequentialConfig },
): Readout {
  const cells = grid.map((arm) => arm.map((cell) => cell.readouts[at] ?? NONE));
  const sum = (arm: readonly ReadoutCell[], name: "units" | "conversions" | "realised" | "after") =>
    arm.reduce((all, cell) => all + cell[name], 0);
  const { arms: metrics } = acrossPlans(cells.map((arm) => arm.map((cell) => momentsOf(cell.units, cell))));
  const enough = (arm: number) => sum(cells[arm] ?? [], "conversions") >= BURN_IN;
  return {
    days,
    arms: arms.map(({ key }, arm) => ({
      key,
      units: sum(cells[arm] ?? [], "units"),
      realised: sum(cells[arm] ?? [], "realised"),
      after: sum(cells[arm] ?? [], "after"),
    })),
    effects: arms.slice(1).flatMap(({ key }, index) => {
      if (!enough(0) || !enough(index + 1)) return [];
      const result = sequential(metrics[0] as MetricSummary, metrics[index + 1] as MetricSummary, config);
      return result.kind === "result" ? [{ arm: key, expected: result.expected, ci: result.ci }] : [];
    }),
  };
}
