import { inHoldout } from "../../app/experiments/assignment.ts";
import { type Random, seededRandom } from "../../app/value/models/seeded-random.ts";
import { makePolicy, POLICY_NAMES, type PolicyName } from "./policies.ts";
import { HOLDOUT, oracleIncrement, PRODUCTS, type SimulatedStore, simulatedStore, trueIncrement, unitProfitOf } from "./simulated-store.ts";

export interface PolicyResult {
  /** share of the profit that an oracle would add, over all visitors, the held-out ones too */
  readonly mean: number;
  readonly sd: number;
  readonly minimum: number;
  /** profit added per 1,000 visitors, minor units */
  readonly incremental: number;
  /** profit of accepted offers per 1,000 visitors, minor units: what a dashboard would claim */
  readonly attributed: number;
}

export type SimulationResult = Record<PolicyName, PolicyResult>;

/** Every policy in the same seeded stores; incremental profit is the store's truth, not an estimate. */
export function simulatePolicies(
  stores: number,
  visitors: number,
  seed = 1,
  names: readonly PolicyName[] = POLICY_NAMES,
): SimulationResult {
  const runs = new Map(names.map((name) => [name, [] as { share: number; incremental: number; attributed: number }[]]));
  for (let at = 0; at < stores; at++) {
    const store = simulatedStore(seededRandom(seed * 1000 + at));
    for (const name of names) runs.get(name)?.push(runPolicy(name, store, visitors, seededRandom(seed * 1_000_000 + at)));
  }
  return Object.fromEntries(
    [...runs].map(([name, list]) => {
      const mean = average(list.map(({ share }) => share));
      return [
        name,
        {
          mean,
          sd: Math.sqrt(list.reduce((sum, { share }) => sum + (share - mean) ** 2, 0) / Math.max(1, list.length - 1)),
          minimum: Math.min(...list.map(({ share }) => share)),
          incremental: average(list.map(({ incremental }) => incremental)),
          attributed: average(list.map(({ attributed }) => attributed)),
        },
      ];
    }),
  ) as SimulationResult;
}

function runPolicy(name: PolicyName, store: SimulatedStore, visitors: number, random: Random) {
  const policy = makePolicy(name, store, random);
  let oracle = 0;
  let added = 0;
  let attributed = 0;
  for (let visitor = 0; visitor < visitors; visitor++) {
    const id = `v${visitor}`;
    const context = drawContext(store, random);
    oracle += oracleIncrement(store, context);
    const shown = inHoldout("simulation", id, HOLDOUT) ? null : policy.choose(context, id);
    if (!shown) {
      policy.learnUnaided(
        context,
        Array.from({ length: PRODUCTS }, (_, product) => random() < (store.base[context]?.[product] as number)),
      );
      continue;
    }
    const { product, depth } = shown;
    added += trueIncrement(store, context, product, depth);
    const accepted = random() < (store.acceptance[context]?.[product]?.[depth] as number);
    if (accepted) attributed += unitProfitOf(store, product, depth);
    policy.learn(context, shown, accepted);
  }
  return { share: added / oracle, incremental: (added / visitors) * 1000, attributed: (attributed / visitors) * 1000 };
}

function drawContext(store: SimulatedStore, random: Random): number {
  let left = random();
  const context = store.contextShare.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return context < 0 ? store.contextShare.length - 1 : context;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
