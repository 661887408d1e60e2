import {
  type AcceptanceCell,
  type AcceptanceModel,
  expectedAcceptance,
  fitAcceptance,
  untrainedAcceptance,
  untrainedBase,
} from "../policy/acceptance-model.ts";
import { betaMean, LEAST_BASE, posterior } from "../policy/beta-posterior.ts";
import {
  acceptanceModel,
  baseModel,
  groupsOf,
  type OutcomeTotals,
  type PolicyModel,
  type ShownCell,
  storedModel,
  type WithheldCell,
} from "./policy-model.ts";

/** Outcomes of one context and arm, each day's halved for every 60 days of its age. */
export interface DecayedCell {
  readonly context: string;
  readonly offerId: number;
  readonly productId: string;
  readonly depthBp: number;
  readonly trials: number;
  readonly accepts: number;
  readonly ghosts: number;
  readonly ghostBuys: number;
  /** mean chance that the product joined the cart unaided, as the order history told it at the decisions */
  readonly base: number;
}

/** A sooner fit learns its own noise: in the simulator it earned less. */
const REFIT_AFTER = 2_000;
/** Levels of their own for the product types, contexts and offers that were seen most: 64 features with the three of every arm. */
const MOST = { types: 20, contexts: 21, offers: 20 };
/** What a snapshot holds at most; the rest is believed as the models say. */
const MOST_CELLS = 10_000;

/** A snapshot of outcomes: counts anew each time, the models again once enough new outcomes are in. `cells` come weightiest first. */
export function compileModel(made: {
  readonly cells: readonly DecayedCell[];
  readonly types: ReadonlyMap<string, string>;
  readonly totals: OutcomeTotals;
  readonly measures: PolicyModel["measures"];
  readonly last: PolicyModel;
}): PolicyModel {
  const { cells, types, totals, measures, last } = made;
  const outcomes = totals.trials + totals.ghosts;
  const counts = { totals, measures, shown: shownCells(cells), withheld: withheldCells(cells) };
  if (outcomes < last.fittedOutcomes + REFIT_AFTER) return { ...last, ...counts };
  const names = {
    types: most(cells, (cell) => types.get(cell.productId) ?? "", MOST.types),
    contexts: most(cells, (cell) => cell.context, MOST.contexts),
    offers: most(cells, (cell) => cell.offerId, MOST.offers),
  };
  const groups = groupsOf(names);
  const size = names.types.length + names.contexts.length + names.offers.length;
  const typed = (cell: { context: string; productId: string }) => ({ context: cell.context, productType: types.get(cell.productId) ?? "" });
  const unaided = unaidedCells(cells).map((cell) => ({ ...cell, groups: groups({ ...typed(cell), offerId: null }) }));
  const base = fitAcceptance(unaided, startingFrom(untrainedBase(size), { last, names, model: baseModel(last.base) }));
  const believed = new Map(unaided.map((cell) => [`${cell.productId}|${cell.context}`, meanOf(base, cell)]));
  const acceptance = fitAcceptance(
    cells.map((cell) => ({
      trials: cell.trials,
      successes: Math.min(cell.trials, cell.accepts),
      baseProbability: believed.get(`${cell.productId}|${cell.context}`) ?? LEAST_BASE,
      depth: cell.depthBp / 10_000,
      groups: groups({ ...typed(cell), offerId: cell.offerId }),
    })),
    startingFrom(untrainedAcceptance(size), { last, names, model: acceptanceModel(last.acceptance) }),
  );
  return { ...names, base: storedModel(base), acceptance: storedModel(acceptance), fittedOutcomes: outcomes, ...counts };
}

/** What is believed of a product unaided, as serving believes it. */
function meanOf(model: AcceptanceModel, cell: AcceptanceCell): number {
  return betaMean(posterior(expectedAcceptance(model, cell), model.strength, cell));
}

type Named = Pick<PolicyModel, "types" | "contexts" | "offers">;

/** The last fit's levels where the same groups have one, so that Newton's method begins near its end. */
function startingFrom(fresh: AcceptanceModel, before: { last: Named; names: Named; model: AcceptanceModel }): AcceptanceModel {
  const old = new Map(namesInOrder(before.last).map((name, at) => [name, at]));
  const shared = fresh.coefficients.length - namesInOrder(before.names).length;
  const coefficients = fresh.coefficients.slice();
  for (let at = 0; at < shared; at++) coefficients[at] = before.model.coefficients[at] ?? (coefficients[at] as number);
  for (const [at, name] of namesInOrder(before.names).entries()) {
    const position = old.get(name);
    if (position !== undefined) coefficients[shared + at] = before.model.coefficients[shared + position] ?? 0;
  }
  return { ...fresh, coefficients };
}

function namesInOrder({ types, contexts, offers }: Named): string[] {
  return [...types.map((type) => `t${type}`), ...contexts.map((context) => `c${context}`), ...offers.map((offer) => `o${offer}`)];
}

function most<T extends string | number>(cells: readonly DecayedCell[], of: (cell: DecayedCell) => T, keep: number): T[] {
  const weights = new Map<T, number>();
  for (const cell of cells) weights.set(of(cell), (weights.get(of(cell)) ?? 0) + cell.trials + cell.ghosts);
  return [...weights]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, keep)
    .map(([name]) => name);
}

function shownCells(cells: readonly DecayedCell[]): ShownCell[] {
  return cells
    .filter((cell) => cell.trials > 0)
    .slice(0, MOST_CELLS)
    .map((cell) => [cell.context, cell.offerId, cell.productId, cell.depthBp, cell.trials, cell.accepts]);
}

function withheldCells(cells: readonly DecayedCell[]): WithheldCell[] {
  return unaidedCells(cells)
    .filter((cell) => cell.trials > 0)
    .slice(0, MOST_CELLS)
    .map((cell) => [cell.context, cell.productId, cell.trials, cell.successes]);
}

/** Whatever offer and depth was withheld, what is bought unaided is the product. */
function unaidedCells(cells: readonly DecayedCell[]) {
  const sums = new Map<string, { context: string; productId: string; trials: number; successes: number; units: number; bases: number }>();
  for (const { context, productId, trials, ghosts, ghostBuys, base } of cells) {
    const key = `${productId}|${context}`;
    const sum = sums.get(key) ?? { context, productId, trials: 0, successes: 0, units: 0, bases: 0 };
    sum.trials += ghosts;
    sum.successes += Math.min(ghosts, ghostBuys);
    sum.units += trials + ghosts;
    sum.bases += base * (trials + ghosts);
    sums.set(key, sum);
  }
  return [...sums.values()].map(({ context, productId, trials, successes, units, bases }) => ({
    context,
    productId,
    trials,
    successes,
    baseProbability: Math.max(LEAST_BASE, units > 0 ? bases / units : 0),
    depth: 0,
    groups: [] as number[],
  }));
}
