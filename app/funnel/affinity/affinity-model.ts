import { AS_IT_IS, type Calibration } from "./base-probability.ts";
import { type Baskets, orderCount, ordersOfProducts, youngestOrders } from "./baskets.ts";
import { buildEase, EASE, type EaseSettings } from "./build-ease.ts";
import { buildNeighbours, ENGINE, type EngineSettings } from "./build-neighbours.ts";
import { popularOrders, type Recipes, rankerOf, readyToRank } from "./cart-ranker.ts";
import { fitCalibration } from "./fit-calibration.ts";
import { type CoPurchaseTable, rowsOf } from "./neighbour-table.ts";
import { popularity } from "./popularity.ts";
import type { AffinityParts, Recipe } from "./rank-cart.ts";
import { clearlyBetter, type NextItemCase, type Ranker, type RankingScore, rankingGains, scoreOf } from "./score-ranking.ts";
import { type ValidationSplit, validationSplit } from "./validation-split.ts";

export const ENGINE_RECIPE: Recipe = { ease: 0, engine: 1, sizePower: 0, popularity: 0.1 };
export const EASE_RECIPE: Recipe = { ease: 1, engine: 1, sizePower: 1.5, popularity: 0 };
export const POPULAR_RECIPE: Recipe = { ease: 0, engine: 1, sizePower: 0, popularity: 1 };

/** What a shop serves from: the parts, and how to mix them for small carts and for large ones. */
export interface AffinityModel {
  readonly parts: AffinityParts & { readonly engine: CoPurchaseTable };
  readonly orderTotal: number;
  readonly recipes: Recipes;
  readonly settings: AffinitySettings;
  /** of the base probability */
  readonly calibration: Calibration;
  /** of the chosen recipes on the validation split; null where there was nothing to validate on */
  readonly validation: { readonly small: RankingScore | null; readonly large: RankingScore | null };
}

export interface AffinitySettings {
  readonly engine: EngineSettings;
  /** null: EASE is not worth it here */
  readonly ease: EaseSettings | null;
}

/** the proven one first */
const ASYMMETRIES = [0.7, 0.5, 0.9] as const;
const POPULARITIES = [0, 0.03, 0.1, 0.3] as const;
const RIDGES = [5, 50, 500] as const;
/** Below this many validation cases a choice would be chance. */
const FEWEST_CASES = 200;
/** EASE costs seconds; beyond this many products its Gram matrix covers too little of the shop. */
const MOST_PRODUCTS_FOR_EASE = 20_000;
/** A choice needs no more, and each setting tried is a build of its own; the parts that are served are built from all orders. */
const MOST_ORDERS_TO_CHOOSE = 500_000;

/**
 * Chooses per shop, on the youngest tenth of its orders, how to score: the engine's asymmetry, whether EASE joins and its ridge,
 * then the mix of popularity for small and large carts apart; and builds the parts from all orders. Each choice leaves
 * the proven setting only for one that is better by more than chance, so that a small shop does not chase noise.
 */
export function chooseAffinityModel(baskets: Baskets, random: () => number): AffinityModel {
  const split = validationSplit(youngestOrders(baskets, MOST_ORDERS_TO_CHOOSE), random);
  if (split.small.length < FEWEST_CASES) {
    return buildAffinityModel(baskets, { engine: ENGINE, ease: null }, { small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  }
  const engines = ASYMMETRIES.map((asymmetry) => {
    const settings = { engine: { ...ENGINE, asymmetry }, ease: null };
    return tryParts(settings, ENGINE_RECIPE, makeParts(split.train, settings), split);
  });
  const engine = betterOf(engines);
  let { settings, parts, small, large } = engine;
  if (takesEase(baskets)) {
    const eases = RIDGES.map((ridge) => {
      const withEase = { engine: engine.settings.engine, ease: { ...EASE, ridge } };
      return tryParts(withEase, EASE_RECIPE, makeParts(split.train, withEase, engine.parts.engine), split);
    });
    const ease = betterOf(eases);
    // a shop has both tables then, so each size of cart takes what serves it best
    if (scoreOf(ease.small.gains).ndcg10 > scoreOf(small.gains).ndcg10) small = ease.small;
    if (scoreOf(ease.large.gains).ndcg10 > scoreOf(large.gains).ndcg10) large = ease.large;
    if (small.recipe.ease || large.recipe.ease) ({ settings, parts } = ease);
  }
  const recipes = { small: small.recipe, large: large.recipe };
  const calibration = fitCalibration(split.carts, parts, affinityRanker({ parts, recipes }));
  const model = { ...buildAffinityModel(baskets, settings, recipes), calibration };
  return { ...model, validation: { small: scoreOf(small.gains), large: split.large.length > 0 ? scoreOf(large.gains) : null } };
}

export function buildAffinityModel(baskets: Baskets, settings: AffinitySettings, recipes: Recipes): AffinityModel {
  return {
    parts: makeParts(baskets, settings),
    orderTotal: orderCount(baskets),
    recipes,
    settings,
    calibration: AS_IT_IS,
    validation: { small: null, large: null },
  };
}

/** A function that ranks carts by the model; it keeps scratch space, so each thread makes its own. */
export function affinityRanker({ parts, recipes }: { readonly parts: AffinityParts; readonly recipes: Recipes }): Ranker {
  const rows = { ...parts, engine: rowsOf(parts.engine), ease: parts.ease && rowsOf(parts.ease) };
  return rankerOf(rows, recipes, readyToRank(parts, popularOrders(parts, recipes)));
}

function makeParts(baskets: Baskets, settings: AffinitySettings, engine?: CoPurchaseTable): AffinityModel["parts"] {
  return {
    products: baskets.products,
    engine: engine ?? buildNeighbours(baskets, settings.engine).table,
    ease: settings.ease ? buildEase(baskets, settings.ease) : null,
    popularity: popularity(baskets),
    orders: ordersOfProducts(baskets),
  };
}

interface Tried {
  readonly settings: AffinitySettings;
  readonly parts: AffinityModel["parts"];
  readonly small: TriedRecipe;
  readonly large: TriedRecipe;
}

interface TriedRecipe {
  readonly recipe: Recipe;
  readonly gains: Float64Array;
}

function tryParts(settings: AffinitySettings, proven: Recipe, parts: AffinityModel["parts"], split: ValidationSplit): Tried {
  const tune = (cases: readonly NextItemCase[]): TriedRecipe => {
    let best: TriedRecipe | null = null;
    for (const share of [proven.popularity, ...POPULARITIES.filter((other) => other !== proven.popularity)]) {
      const recipe = { ...proven, popularity: share };
      const gains = rankingGains(cases, affinityRanker({ parts, recipes: { small: recipe, large: recipe } }));
      if (!best || clearlyBetter(gains, best.gains)) best = { recipe, gains };
    }
    return best as TriedRecipe;
  };
  return { settings, parts, small: tune(split.small), large: tune(split.large) };
}

/** The first, unless another is clearly better over small and large carts together, each size counting the same. */
function betterOf(tried: readonly Tried[]): Tried {
  const gains = ({ small, large }: Tried) => {
    const balance = small.gains.length / Math.max(1, large.gains.length);
    return Float64Array.from([...small.gains, ...large.gains.map((gain) => gain * balance)]);
  };
  return tried.reduce((best, other) => (clearlyBetter(gains(other), gains(best)) ? other : best));
}

/** Whether EASE is tried at all. */
export function takesEase(baskets: Baskets): boolean {
  let active = 0;
  for (const orders of ordersOfProducts(baskets)) if (orders > 0) active++;
  return active <= MOST_PRODUCTS_FOR_EASE;
}
