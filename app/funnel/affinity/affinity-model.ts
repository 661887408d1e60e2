import { AS_IT_IS, type Calibration } from "./base-probability.ts";
import { type Baskets, orderCount, ordersOfProducts, youngestOrders } from "./baskets.ts";
import { buildEase, EASE, type EaseSettings, easeOf } from "./build-ease.ts";
import { buildNeighbours, ENGINE, type EngineSettings } from "./build-neighbours.ts";
import { popularOrders, type Recipes, rankerOf, readyToRank } from "./cart-ranker.ts";
import { fitCalibration } from "./fit-calibration.ts";
import { type CoPurchaseTable, rowsOf } from "./neighbour-table.ts";
import { popularity } from "./popularity.ts";
import { type PopularityGains, popularityGains } from "./popularity-gains.ts";
import type { AffinityParts, ProductFacts, Recipe } from "./rank-cart.ts";
import { clearlyBetter, type NextItemCase, type Ranker, type RankingScore, scoreOf } from "./score-ranking.ts";
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

/** From the proven one in either direction. */
const ASYMMETRIES = { proven: ENGINE.asymmetry, directions: [[0.5], [0.9]] } as const;
const RIDGES = { proven: EASE.ridge, directions: [[50, 500]] } as const;
const POPULARITIES = [0, 0.03, 0.1, 0.3] as const;
/** Below this many validation cases a choice would be chance. */
const FEWEST_CASES = 200;
/** EASE costs seconds; beyond this many products its Gram matrix covers too little of the shop. */
const MOST_PRODUCTS_FOR_EASE = 20_000;
/** A choice needs no more, and each setting tried is a build of its own; the parts that are served are built from all orders. */
const MOST_ORDERS_TO_CHOOSE = 250_000;

/** The engine as it is proven elsewhere, for a shop with too few orders to choose by and until the choice is made. */
export function provenAffinityModel(baskets: Baskets): AffinityModel {
  return buildAffinityModel(baskets, { engine: ENGINE, ease: null }, { small: ENGINE_RECIPE, large: ENGINE_RECIPE });
}

/**
 * Chooses per shop, on the youngest tenth of its orders, how to score: the engine's asymmetry, whether EASE joins and its ridge,
 * then the mix of popularity for small and large carts apart; and builds the parts from all orders. Each choice leaves
 * the proven setting only for one that is better by more than chance, so that a small shop does not chase noise.
 */
export function chooseAffinityModel(baskets: Baskets, random: () => number): AffinityModel {
  const split = validationSplit(youngestOrders(baskets, MOST_ORDERS_TO_CHOOSE), random);
  if (split.small.length < FEWEST_CASES) return provenAffinityModel(baskets);
  const { settings, recipes, ...fitted } = chooseOn(split, takesEase(baskets));
  return { ...buildAffinityModel(baskets, settings, recipes), ...fitted };
}

type Choice = Pick<AffinityModel, "settings" | "recipes" | "calibration" | "validation">;

function chooseOn(split: ValidationSplit, withEase: boolean): Choice {
  const facts = productFacts(split.train);
  const gains = popularityGains(facts, POPULARITIES);
  const engine = climb(ASYMMETRIES, (asymmetry) => {
    const settings = { engine: { ...ENGINE, asymmetry }, ease: null };
    return tried(settings, { ...facts, ...tables(split.train, settings) }, { proven: ENGINE_RECIPE, gains, split });
  });
  let { settings, parts, small, large } = engine;
  if (withEase) {
    const easeWith = easeOf(split.train, EASE);
    const ease = climb(RIDGES, (ridge) => {
      const settings = { engine: engine.settings.engine, ease: { ...EASE, ridge } };
      return tried(settings, { ...engine.parts, ease: easeWith(ridge) }, { proven: EASE_RECIPE, gains, split });
    });
    // a shop has both tables then, so each size of cart takes what serves it best
    if (scoreOf(ease.small.gains).ndcg10 > scoreOf(small.gains).ndcg10) small = ease.small;
    if (scoreOf(ease.large.gains).ndcg10 > scoreOf(large.gains).ndcg10) large = ease.large;
    if (small.recipe.ease || large.recipe.ease) ({ settings, parts } = ease);
  }
  const recipes = { small: small.recipe, large: large.recipe };
  const calibration = fitCalibration(split.carts, parts, affinityRanker({ parts, recipes }));
  const validation = { small: scoreOf(small.gains), large: split.large.length > 0 ? scoreOf(large.gains) : null };
  return { settings, recipes, calibration, validation };
}

export function buildAffinityModel(baskets: Baskets, settings: AffinitySettings, recipes: Recipes): AffinityModel {
  return {
    parts: { ...productFacts(baskets), ...tables(baskets, settings) },
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

function productFacts(baskets: Baskets): ProductFacts {
  return { products: baskets.products, popularity: popularity(baskets), orders: ordersOfProducts(baskets) };
}

function tables(baskets: Baskets, settings: AffinitySettings): Pick<AffinityModel["parts"], "engine" | "ease"> {
  return { engine: buildNeighbours(baskets, settings.engine).table, ease: settings.ease ? buildEase(baskets, settings.ease) : null };
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

function tried(
  settings: AffinitySettings,
  parts: AffinityModel["parts"],
  { proven, gains, split }: { readonly proven: Recipe; readonly gains: PopularityGains; readonly split: ValidationSplit },
): Tried {
  const tune = (cases: readonly NextItemCase[]): TriedRecipe => {
    const each = gains(parts, proven, cases).map((gains, at) => ({ recipe: { ...proven, popularity: POPULARITIES[at] as number }, gains }));
    const first = each.find(({ recipe }) => recipe.popularity === proven.popularity) as TriedRecipe;
    return each.reduce((best, other) => (clearlyBetter(other.gains, best.gains) ? other : best), first);
  };
  return { settings, parts, small: tune(split.small), large: tune(split.large) };
}

/** The proven one, or the last in a direction in which each was clearly better than the one before: the rest is not tried. */
function climb<Option>(
  { proven, directions }: { readonly proven: Option; readonly directions: readonly (readonly Option[])[] },
  attempt: (option: Option) => Tried,
): Tried {
  const start = attempt(proven);
  for (const direction of directions) {
    let best = start;
    for (const option of direction) {
      const next = attempt(option);
      if (!isBetter(next, best)) break;
      best = next;
    }
    if (best !== start) return best;
  }
  return start;
}

/** Clearly, over small and large carts together, each size counting the same. */
function isBetter(one: Tried, other: Tried): boolean {
  const gains = ({ small, large }: Tried) => {
    const balance = small.gains.length / Math.max(1, large.gains.length);
    return Float64Array.from([...small.gains, ...large.gains.map((gain) => gain * balance)]);
  };
  return clearlyBetter(gains(one), gains(other));
}

/** Whether EASE is tried at all. */
export function takesEase(baskets: Baskets): boolean {
  let active = 0;
  for (const orders of ordersOfProducts(baskets)) if (orders > 0) active++;
  return active <= MOST_PRODUCTS_FOR_EASE;
}
