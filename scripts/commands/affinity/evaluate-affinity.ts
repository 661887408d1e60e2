import {
  type AffinityModel,
  affinityRanker,
  buildAffinityModel,
  chooseAffinityModel,
  EASE_RECIPE,
  ENGINE_RECIPE,
  POPULAR_RECIPE,
  takesEase,
} from "../../../app/funnel/affinity/affinity-model.ts";
import { ordersOfProducts } from "../../../app/funnel/affinity/baskets.ts";
import { EASE } from "../../../app/funnel/affinity/build-ease.ts";
import { ENGINE } from "../../../app/funnel/affinity/build-neighbours.ts";
import { type NextItemCase, type Ranker, type RankingScore, scoreRanking } from "../../../app/funnel/affinity/score-ranking.ts";
import { seededRandom } from "../../../app/value/models/seeded-random.ts";
import { UsageError } from "../usage-error.ts";
import { type BasketFile, toBaskets } from "./basket-file.ts";
import { type CasesFile, numberedCases, trainingBaskets, type UnseenCases, unseenCases } from "./read-cases.ts";

export type AffinityScores = Partial<Record<"small" | "loo", Partial<Record<"auto" | "engine" | "ease" | "popularity", RankingScore>>>>;

export interface AffinityEvaluation {
  readonly scores: AffinityScores;
  readonly unseen: Partial<Record<"small" | "loo", UnseenCases>>;
  /** how `auto` scores: what the training baskets alone decided */
  readonly chosen: Pick<AffinityModel, "recipes" | "settings">;
}

/**
 * Learns from the training baskets and scores the cases with what would be served (auto) and with each part as it comes.
 * @throws UsageError when training saw no item of a list's cases: the files do not belong together
 */
export function evaluateAffinity(file: BasketFile, cases: CasesFile): AffinityEvaluation {
  const baskets = toBaskets(file, trainingBaskets(file, cases));
  const seen = ordersOfProducts(baskets);
  const small = cases.small && numberedCases(cases.small, file, seen);
  const loo = cases.loo && numberedCases(cases.loo, file, seen);
  const unseen = {
    ...(cases.small && small && { small: unseenCases(cases.small, small) }),
    ...(cases.loo && loo && { loo: unseenCases(cases.loo, loo) }),
  };
  for (const [name, { all }] of Object.entries(unseen)) {
    if (all) {
      throw new UsageError(
        `The training baskets have no item of any case of "${name}". Are the items named alike in both files, and separated as --help says?`,
      );
    }
  }
  const auto = chooseAffinityModel(baskets, seededRandom(1));
  const engine = buildAffinityModel(baskets, { engine: ENGINE, ease: null }, { small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  const noEngine = { starts: new Int32Array(baskets.products + 1), others: new Int32Array(0), scores: new Float32Array(0) };
  const rankers: Record<string, Ranker> = {
    auto: affinityRanker(auto),
    engine: affinityRanker(engine),
    ...(takesEase(baskets) && {
      ease: affinityRanker(
        buildAffinityModel(baskets, { engine: ENGINE, ease: auto.settings.ease ?? EASE }, { small: EASE_RECIPE, large: EASE_RECIPE }),
      ),
    }),
    popularity: affinityRanker({ parts: { ...engine.parts, engine: noEngine }, recipes: { small: POPULAR_RECIPE, large: POPULAR_RECIPE } }),
  };
  const scores = (list: readonly NextItemCase[]) =>
    Object.fromEntries(Object.entries(rankers).map(([name, ranker]) => [name, scoreRanking(list, ranker)]));
  return {
    scores: { ...(small && { small: scores(small) }), ...(loo && { loo: scores(loo) }) },
    unseen,
    chosen: { recipes: auto.recipes, settings: auto.settings },
  };
}
