import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { affinityRanker, buildAffinityModel, chooseAffinityModel, EASE_RECIPE, ENGINE_RECIPE } from "./affinity-model.ts";
import { baseProbability, calibrate, calibrated } from "./base-probability.ts";
import { type Baskets, ordersOfProducts, pickOrders, youngestOrders } from "./baskets.ts";
import { buildEase, EASE, easeOf } from "./build-ease.ts";
import { buildNeighbours, ENGINE } from "./build-neighbours.ts";
import { fallbackOrder } from "./fallback-order.ts";
import { fitCalibration } from "./fit-calibration.ts";
import { gramMatrix } from "./gram-matrix.ts";
import { logLikelihoodRatio, oftenTogether } from "./log-likelihood-ratio.ts";
import { type NeighbourTable, togetherIn } from "./neighbour-table.ts";
import { orderWeights } from "./order-weights.ts";
import { popularity } from "./popularity.ts";
import { popularityGains } from "./popularity-gains.ts";
import { clearlyBetter, rankingGains, scoreRanking } from "./score-ranking.ts";
import { solveRidge } from "./solve-ridge.ts";

function baskets(orders: readonly { items: readonly number[]; age?: number }[], products: number): Baskets {
  const starts = [0];
  for (const { items } of orders) starts.push((starts.at(-1) ?? 0) + items.length);
  return {
    products,
    starts: Int32Array.from(starts),
    items: Int32Array.from(orders.flatMap(({ items }) => items)),
    ages: Float64Array.from(orders, ({ age }) => age ?? 0),
  };
}

function row(table: NeighbourTable, product: number): [other: number, score: number][] {
  const entries: [number, number][] = [];
  for (let at = table.starts[product] as number; at < (table.starts[product + 1] as number); at++) {
    entries.push([table.others[at] as number, table.scores[at] as number]);
  }
  return entries;
}

test("co-purchase scores follow the formula, worked out by hand", () => {
  const data = baskets([{ items: [0, 1] }, { items: [0, 1], age: 90 }, { items: [0, 1, 2] }, { items: [2] }], 3);
  const { table, pairs } = buildNeighbours(data);
  const triple = 2 ** -0.75;
  const n = [1.5 + triple, 1.5 + triple, triple + 1] as const;
  expect(pairs).toBe(3);
  expect(row(table, 0).map(([other]) => other)).toEqual([1, 2]);
  expect(row(table, 0)[0]?.[1]).toBeCloseTo((1.5 + triple) / (n[0] + 3), 6);
  expect(row(table, 0)[1]?.[1]).toBeCloseTo(triple / ((n[0] + 3) ** 0.7 * (n[2] + 3) ** 0.3), 6);
  expect([...table.together.subarray(0, 2)]).toEqual([3, 1]);
});

test("the kept neighbours are the best of all, whatever the orders", () => {
  const order = fc.record({ items: fc.uniqueArray(fc.nat(19), { minLength: 1, maxLength: 8 }), age: fc.nat(300) });
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 60 }), (orders) => {
      const data = baskets(orders, 20);
      const all = buildNeighbours(data, { ...ENGINE, keep: 20 }).table;
      const few = buildNeighbours(data, { ...ENGINE, keep: 4 }).table;
      for (let product = 0; product < 20; product++) {
        expect(row(few, product)).toEqual(row(all, product).slice(0, 4));
        const scores = row(all, product).map(([, score]) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(row(all, product).every(([other]) => other !== product)).toBe(true);
      }
    }),
  );
});

test("an order of more than 100 products joins none of them", () => {
  const data = baskets([{ items: Array.from({ length: 101 }, (_, at) => at) }], 101);
  expect(buildNeighbours(data).table.others).toHaveLength(0);
});

test("popularity halves every 28 days and is a share of orders", () => {
  const shares = popularity(baskets([{ items: [0] }, { items: [0, 1], age: 28 }], 2));
  expect(shares[0]).toBeCloseTo(1, 12);
  expect(shares[1]).toBeCloseTo(1 / 3, 12);
});

test("the log-likelihood ratio agrees with Dunning's table", () => {
  // k11 = 110, k12 = 2442, k21 = 111, k22 = 29114, from the paper
  expect(logLikelihoodRatio(110, 2552, 221, 31_777)).toBeCloseTo(270.72, 1);
  expect(logLikelihoodRatio(25, 50, 50, 100)).toBeCloseTo(0, 9);
  expect(oftenTogether(110, 2552, 221, 31_777)).toBe(true);
  expect(oftenTogether(4, 4, 4, 10_000)).toBe(false);
  // rarer together than by chance is evidence too, but of the opposite
  expect(oftenTogether(10, 500, 500, 1000)).toBe(false);
});

test.each([1, 2, 3, 4, 7, 16])("a ridge system of %i is solved", (size) => {
  const random = seededRandom(4);
  const root = Array.from({ length: size * size }, () => random() - 0.5);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++)
        matrix[i * size + j] = (matrix[i * size + j] as number) + (root[i * size + k] as number) * (root[j * size + k] as number);
  }
  const right = Array.from({ length: size }, () => 4 * random() - 2);
  const x = Float64Array.from(right);
  solveRidge(matrix.slice(), x, size, 0.3);
  for (let i = 0; i < size; i++) {
    let sum = 0.3 * (x[i] as number);
    for (let j = 0; j < size; j++) sum += (matrix[i * size + j] as number) * (x[j] as number);
    expect(sum).toBeCloseTo(right[i] as number, 10);
  }
});

test("EASE with every product as support is the published closed form", () => {
  // orders of two, so all weigh 1; G is then plain counts
  const data = baskets([{ items: [0, 1] }, { items: [0, 1] }, { items: [1, 2] }, { items: [0, 2] }, { items: [0, 1] }], 3);
  const gram = [
    [4, 3, 1],
    [3, 4, 1],
    [1, 1, 2],
  ];
  const ridge = 5;
  const inverse = invert(gram.map((line, i) => line.map((value, j) => value + (i === j ? ridge : 0))));
  const table = buildEase(data, { ...EASE, ridge, support: 3 });
  for (let i = 0; i < 3; i++) {
    for (const [j, score] of row(table, i)) expect(score).toBeCloseTo(-(inverse[i]?.[j] as number) / (inverse[j]?.[j] as number), 6);
    expect(row(table, i)).toHaveLength(2);
  }
});

test("EASE keeps to the most bought products and drops the weakest weights", () => {
  const random = seededRandom(9);
  const data = baskets(
    Array.from({ length: 400 }, () => ({ items: [...new Set(Array.from({ length: 4 }, () => Math.floor(30 * random() ** 2)))] })),
    30,
  );
  const table = buildEase(data, { ...EASE, mostProducts: 10, keep: 3 });
  const counts = ordersOfProducts(data);
  const active = new Set(table.others);
  expect(active.size).toBeLessThanOrEqual(10);
  for (const product of active) expect(counts.filter((count) => count > (counts[product] as number)).length).toBeLessThan(12);
  for (let product = 0; product < 30; product++) expect(row(table, product).length).toBeLessThanOrEqual(3);
});

/** Products 0-9 go with 10-19 of the same digit; 20 is in half of all orders. */
function pairedShop(orders: number, seed: number): Baskets {
  const random = seededRandom(seed);
  return baskets(
    Array.from({ length: orders }, (_, at) => {
      const first = Math.floor(random() * 10);
      const items = [first];
      if (random() < 0.7) items.push(10 + first);
      if (random() < 0.5) items.push(20);
      return { items, age: orders - at };
    }),
    21,
  );
}

test("a cart gets what goes with it, never what is in it or not allowed, and always something", () => {
  const data = pairedShop(3000, 11);
  const model = buildAffinityModel(data, { engine: ENGINE, ease: null }, { small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  const rank = affinityRanker(model);
  expect(rank([4], 1)[0]?.product).toBe(14);
  expect(rank([4, 14], 30).map(({ product }) => product)).not.toContain(14);
  expect(rank([4], 30, (product) => product !== 14).map(({ product }) => product)).not.toContain(14);
  expect(rank([4], 30)).toHaveLength(20);
  expect(rank([], 1)[0]?.product).toBe(20);
  // the scratch space is clean between carts, after one that failed too
  expect(() =>
    rank([4], 5, () => {
      throw new Error("not now");
    }),
  ).toThrow("not now");
  expect(rank([6], 30)).toHaveLength(20);
  expect(rank([4], 5)).toEqual(rank([4], 5));
});

test("the choice per shop finds the recipe by the youngest orders and is the same each time", () => {
  const data = pairedShop(5000, 12);
  const model = chooseAffinityModel(data, seededRandom(1));
  expect(model.validation.small?.n).toBeGreaterThan(200);
  expect(model.validation.small?.hr10).toBeGreaterThan(0.5);
  const again = chooseAffinityModel(data, seededRandom(1));
  expect(again.recipes).toEqual(model.recipes);
  expect(again.parts.engine.scores).toEqual(model.parts.engine.scores);
  const tiny = chooseAffinityModel(pairedShop(30, 13), seededRandom(1));
  expect(tiny.recipes).toEqual({ small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  expect(tiny.validation.small).toBeNull();
});

test("EASE and the engine mix without leaving products of a cart behind", () => {
  const data = pairedShop(2000, 14);
  const model = buildAffinityModel(data, { engine: ENGINE, ease: EASE }, { small: EASE_RECIPE, large: EASE_RECIPE });
  const score = scoreRanking(
    Array.from({ length: 10 }, (_, first) => ({ cart: [first], target: 10 + first })),
    affinityRanker(model),
  );
  expect(score).toEqual({ hr10: 1, ndcg10: 1, n: 10 });
});

test("gains for several shares of popularity are those of ranking with each, to the last digit", () => {
  const random = seededRandom(15);
  const data = pairedShop(1500, 15);
  const cases = Array.from({ length: 300 }, (_, at) => {
    const products = [...new Set(Array.from({ length: 2 + (at % 5) }, () => Math.floor(21 * random())))];
    return { cart: products.slice(1), target: at % 20 === 0 ? -1 : (products[0] as number) };
  });
  const shares = [0, 0.03, 0.1, 0.3, 1];
  // few neighbours, so that much is left to popularity
  const engine = { ...ENGINE, keep: 2 };
  for (const recipe of [ENGINE_RECIPE, EASE_RECIPE, { ...EASE_RECIPE, engine: 0 }]) {
    const settings = { engine, ease: recipe.ease ? { ...EASE, keep: 3 } : null };
    const { parts } = buildAffinityModel(data, settings, { small: recipe, large: recipe });
    const mixed = popularityGains(parts, shares)(parts, recipe, cases);
    shares.forEach((popularity, at) => {
      const one = { ...recipe, popularity };
      expect(mixed[at]).toEqual(rankingGains(cases, affinityRanker({ parts, recipes: { small: one, large: one } })));
    });
    expect(mixed[1]?.some((gain) => gain > 0)).toBe(true);
    expect(mixed[1]?.some((gain) => gain === 0)).toBe(true);
  }
});

test("EASE of several ridges is each as if built alone", () => {
  const data = pairedShop(1000, 16);
  const ridges = easeOf(data, EASE);
  for (const ridge of [5, 50, 5]) expect(ridges(ridge)).toEqual(buildEase(data, { ...EASE, ridge }));
});

test("the Gram matrix is the sum over orders of the weights of both products", () => {
  const random = seededRandom(17);
  const orders = Array.from({ length: 200 }, () => ({
    items: [...new Set(Array.from({ length: 1 + Math.floor(6 * random()) }, () => Math.floor(12 * random())))],
    age: 300 * random(),
  }));
  const data = baskets(orders, 12);
  const weights = orderWeights(data, EASE.halfLifeDays, EASE.sizeDamping);
  const { size, products, cells } = gramMatrix(data, { ...EASE, mostProducts: 9 });
  expect(size).toBe(9);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      orders.forEach(({ items }, order) => {
        if (items.includes(products[row] as number) && items.includes(products[column] as number)) sum += weights[order] as number;
      });
      expect(cells[row * size + column]).toBeCloseTo(sum, 4);
    }
  }
});

test("picking orders keeps their products and counts ages from the youngest", () => {
  const picked = pickOrders(
    baskets(
      [
        { items: [0, 1], age: 9 },
        { items: [2], age: 5 },
        { items: [1, 2], age: 3 },
      ],
      3,
    ),
    [0, 1],
  );
  expect([...picked.items]).toEqual([0, 1, 2]);
  expect([...picked.starts]).toEqual([0, 2, 3]);
  expect([...picked.ages]).toEqual([4, 0]);
});

test("the youngest orders are taken whole, the later of equal age", () => {
  const ages = [9, 3, 5, 3, 5, 1];
  const data = baskets(
    ages.map((age, at) => ({ items: [at], age })),
    6,
  );
  const taken = (most: number) => [...youngestOrders(data, most).items];
  expect([1, 2, 3, 4, 5, 6, 7].map(taken)).toEqual([
    [5],
    [3, 5],
    [1, 3, 5],
    [1, 3, 4, 5],
    [1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5],
  ]);
  expect([...youngestOrders(data, 3).ages]).toEqual([2, 2, 0]);
});

test("base probabilities are calibrated by what joined carts, unless too little did", () => {
  const data = pairedShop(3000, 21);
  const model = buildAffinityModel(data, { engine: ENGINE, ease: null }, { small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  // half as many join as the orders say
  const random = seededRandom(2);
  const carts = Array.from({ length: 2000 }, () => {
    const first = Math.floor(10 * random());
    return { cart: [first], joined: [...(random() < 0.35 ? [10 + first] : []), ...(random() < 0.25 ? [20] : [])] };
  });
  const calibration = fitCalibration(carts, model.parts, affinityRanker(model));
  const raw = baseProbability(model.parts, togetherIn(model.parts.engine), [4], 14);
  expect(raw).toBeGreaterThan(0.6);
  expect(Math.abs(calibrated(raw, calibration) - 0.35)).toBeLessThan(0.05);
  expect(fitCalibration(carts.slice(0, 40), model.parts, affinityRanker(model))).toEqual({ slope: 1, shift: 0 });
});

test("a better ranking by one case is not clearly better", () => {
  expect(clearlyBetter(Float64Array.of(1, 0, 0, 0), Float64Array.of(0, 0, 0, 0))).toBe(false);
  expect(clearlyBetter(Float64Array.of(1, 1, 1, 0), Float64Array.of(0, 0, 0, 0))).toBe(true);
  expect(clearlyBetter(Float64Array.of(), Float64Array.of())).toBe(false);
});

test("the base probability shrinks to popularity and can be calibrated", () => {
  const data = baskets(
    [...Array.from({ length: 30 }, () => ({ items: [0, 1] })), ...Array.from({ length: 10 }, () => ({ items: [0] }))],
    3,
  );
  const together = togetherIn(buildNeighbours(data).table);
  const facts = { popularity: popularity(data), orders: ordersOfProducts(data) };
  expect(baseProbability(facts, together, [0], 1)).toBeCloseTo((30 + 20 * 0.75) / 60, 12);
  expect(baseProbability(facts, together, [0], 2)).toBe(0);
  expect(baseProbability(facts, together, [], 1)).toBeCloseTo(0.75, 12);
  const random = seededRandom(8);
  const predicted = Float64Array.from({ length: 20_000 }, () => 0.05 + 0.4 * random());
  const happened = predicted.map((p) => (random() < p / 2 ? 1 : 0));
  const calibration = calibrate(predicted, happened);
  expect(calibrated(0.3, calibration)).toBeCloseTo(0.15, 1);
  expect(Math.abs(calibrated(0.3, calibration) - 0.15)).toBeLessThan(0.02);
});

test("while data are few, what is bought together comes first, dear products ahead of cheap ones, and what is popular last", () => {
  const others = { related: [{ productId: "3" }], others: [{ productId: "2" }, { productId: "1" }] };
  const together = [
    { productId: "5", score: 0.4 },
    { productId: "4", score: 0.2 },
  ];
  // 0.2 x 30 is more than 0.4 x 10
  const order = fallbackOrder(together, (id) => (id === "4" ? 900 : 100), others);
  expect(order.map(({ productId, source }) => [productId, source])).toEqual([
    ["4", "bought_together"],
    ["5", "bought_together"],
    ["3", "related"],
    ["2", "popular"],
    ["1", "popular"],
  ]);
});

function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((line, i) => [...line, ...line.map((_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const line = work[pivot] as number[];
    const scale = line[pivot] as number;
    for (let at = 0; at < 2 * size; at++) line[at] = (line[at] as number) / scale;
    work.forEach((other, at) => {
      const factor = other[pivot] as number;
      if (at !== pivot)
        other.forEach((value, k) => {
          other[k] = value - factor * (line[k] as number);
        });
    });
  }
  return work.map((line) => line.slice(size));
}
