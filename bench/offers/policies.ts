import {
  type AcceptanceCell,
  type AcceptanceModel,
  expectedAcceptance,
  fitAcceptance,
  untrainedAcceptance,
  untrainedBase,
} from "../../app/funnel/policy/acceptance-model.ts";
import { armWeights } from "../../app/funnel/policy/arm-weights.ts";
import { type Beta, betaMean, betaPosterior, LEAST_BASE, posterior } from "../../app/funnel/policy/beta-posterior.ts";
import { chooseArm } from "../../app/funnel/policy/choose-arm.ts";
import { type Worth, worthOf } from "../../app/funnel/policy/incremental-profit.ts";
import { type ArmWeight, SHOW_NOTHING, WEIGHT_RULES } from "../../app/funnel/policy/weights-of-wins.ts";
import type { Random } from "../../app/value/models/seeded-random.ts";
import { CONTEXTS, DEPTHS, PRODUCTS, type SimulatedStore, unitProfitOf } from "./simulated-store.ts";

/** What a policy decided: an arm (product and depth), or null for nothing. */
export type Shown = { readonly product: number; readonly depth: number } | null;

export interface Policy {
  choose(context: number, visitor: string): Shown;
  /** a visitor who was shown something and took it or not */
  learn(context: number, shown: { product: number; depth: number }, accepted: boolean): void;
  /** a visitor who was shown nothing, and which products were bought all the same */
  learnUnaided(context: number, bought: readonly boolean[]): void;
}

export const POLICY_NAMES = ["random", "most_accepted", "thompson_accepts", "thompson_margin", "incremental"] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

export function makePolicy(name: PolicyName, store: SimulatedStore, random: Random): Policy {
  switch (name) {
    case "random":
      return randomPolicy(random);
    case "most_accepted":
      return mostAccepted(random);
    case "thompson_accepts":
      return sampled(store, { worth: () => ({ ...WORTHLESS, accepted: 1 }), flat: true });
    case "thompson_margin":
      return sampled(store, { worth: (profit) => ({ ...WORTHLESS, accepted: profit }), flat: true });
    case "incremental":
      return sampled(store, {
        worth: (profit, profitAtFullPrice) => worthOf({ profit, profitAtFullPrice, switching: 0, interruption: 0, futureValue: 0 }),
        flat: false,
      });
  }
}

const WORTHLESS: Worth = { accepted: 0, unaided: 0, shown: 0 };

function randomArm(random: Random): { product: number; depth: number } {
  return { product: Math.floor(random() * PRODUCTS), depth: Math.floor(random() * DEPTHS.length) };
}

function randomPolicy(random: Random): Policy {
  return { choose: () => randomArm(random), learn: () => {}, learnUnaided: () => {} };
}

/** What most widgets do: the offer of the highest accept rate, with a tenth at random. */
function mostAccepted(random: Random): Policy {
  const trials = new Float64Array(PRODUCTS * DEPTHS.length).fill(1);
  const accepts = new Float64Array(PRODUCTS * DEPTHS.length).fill(0.5);
  return {
    choose() {
      if (random() < 0.1) return randomArm(random);
      let best = 0;
      for (let arm = 1; arm < trials.length; arm++) {
        if ((accepts[arm] as number) / (trials[arm] as number) > (accepts[best] as number) / (trials[best] as number)) best = arm;
      }
      return { product: Math.floor(best / DEPTHS.length), depth: best % DEPTHS.length };
    },
    learn(_, { product, depth }, accepted) {
      const arm = product * DEPTHS.length + depth;
      trials[arm] = (trials[arm] as number) + 1;
      if (accepted) accepts[arm] = (accepts[arm] as number) + 1;
    },
    learnUnaided: () => {},
  };
}

const RECOMPILE_AFTER = 100;
/** Sooner, and the acceptance model learns its own noise. */
const REFIT_AFTER = 2000;
const FLAT: Beta = { alpha: 1, beta: 9 };

interface Objective {
  worth(profit: number, profitAtFullPrice: number): Worth;
  /** without the acceptance model, ghosts and the choice of nothing: what a bandit on its own does */
  readonly flat: boolean;
}

/** Posterior sampling through the functions and settings that the app serves by: both models, priors, fixed draws, visitors hashed into the weights. */
function sampled(store: SimulatedStore, objective: Objective): Policy {
  const arms = PRODUCTS * DEPTHS.length;
  const trials = new Float64Array(CONTEXTS * arms);
  const accepts = new Float64Array(CONTEXTS * arms);
  const ghosts = new Float64Array(CONTEXTS);
  const ghostBuys = new Float64Array(CONTEXTS * PRODUCTS);
  const waiting = new Int32Array(CONTEXTS).fill(RECOMPILE_AFTER);
  const snapshots: ArmWeight[][] = Array.from({ length: CONTEXTS }, () => []);
  const rules = { ...WEIGHT_RULES, mayShowNothing: !objective.flat };
  const groups = PRODUCTS + CONTEXTS;
  let model: AcceptanceModel = untrainedAcceptance(groups);
  let baseModel: AcceptanceModel = untrainedBase(groups);
  let sinceFit = 0;
  const baseCell = (context: number, product: number): AcceptanceCell => ({
    trials: ghosts[context] as number,
    successes: ghostBuys[context * PRODUCTS + product] as number,
    baseProbability: Math.max(LEAST_BASE, store.estimatedBase[context]?.[product] as number),
    depth: 0,
    groups: [product, PRODUCTS + context],
  });
  const baseOf = (context: number, product: number): Beta => {
    const own = baseCell(context, product);
    return posterior(expectedAcceptance(baseModel, own), baseModel.strength, own);
  };
  const cell = (context: number, product: number, depth: number): AcceptanceCell => {
    const at = context * arms + product * DEPTHS.length + depth;
    return {
      trials: trials[at] as number,
      successes: accepts[at] as number,
      baseProbability: betaMean(baseOf(context, product)),
      depth: DEPTHS[depth] as number,
      groups: [product, PRODUCTS + context],
    };
  };
  const compile = (context: number) =>
    armWeights(
      Array.from({ length: PRODUCTS }, (_, product) => ({
        base: baseOf(context, product),
        arms: DEPTHS.map((_, depth) => {
          const own = cell(context, product, depth);
          const acceptance = objective.flat
            ? betaPosterior(FLAT.alpha / (FLAT.alpha + FLAT.beta), FLAT.alpha + FLAT.beta, own)
            : posterior(expectedAcceptance(model, own), model.strength, own);
          return {
            id: `${product}:${depth}`,
            acceptance,
            worth: objective.worth(unitProfitOf(store, product, depth), unitProfitOf(store, product, 0)),
          };
        }),
      })),
      rules,
    );
  const refit = () => {
    baseModel = fitAcceptance(
      Array.from({ length: CONTEXTS * PRODUCTS }, (_, at) => baseCell(Math.floor(at / PRODUCTS), at % PRODUCTS)),
      baseModel,
    );
    const cells = Array.from({ length: CONTEXTS * arms }, (_, at) =>
      cell(Math.floor(at / arms), Math.floor((at % arms) / DEPTHS.length), at % DEPTHS.length),
    );
    model = fitAcceptance(cells, model);
  };
  const heard = (context: number) => {
    waiting[context] = (waiting[context] as number) + 1;
    if (!objective.flat && ++sinceFit >= REFIT_AFTER) {
      sinceFit = 0;
      refit();
    }
  };
  return {
    choose(context, visitor) {
      if ((waiting[context] as number) >= RECOMPILE_AFTER) {
        waiting[context] = 0;
        snapshots[context] = compile(context);
      }
      const chosen = chooseArm(snapshots[context] as ArmWeight[], `cart:${context}`, visitor);
      if (!chosen || chosen.arm === SHOW_NOTHING) return null;
      const [product = 0, depth = 0] = chosen.arm.split(":").map(Number);
      return { product, depth };
    },
    learn(context, { product, depth }, accepted) {
      const at = context * arms + product * DEPTHS.length + depth;
      trials[at] = (trials[at] as number) + 1;
      if (accepted) accepts[at] = (accepts[at] as number) + 1;
      heard(context);
    },
    learnUnaided(context, bought) {
      ghosts[context] = (ghosts[context] as number) + 1;
      bought.forEach((yes, product) => {
        if (yes) ghostBuys[context * PRODUCTS + product] = (ghostBuys[context * PRODUCTS + product] as number) + 1;
      });
      heard(context);
    },
  };
}
