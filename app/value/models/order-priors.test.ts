import { expect, test } from "vitest";
import { syntheticStore } from "../../../bench/value/synthetic-store.ts";
import { modelLifespan } from "../model-lifespan.ts";
import { collapseHistories } from "./collapse-histories.ts";
import { fitOrderModel } from "./fit-order-model.ts";
import { ORDER_MODEL_NAMES } from "./order-model.ts";
import { seededRandom } from "./seeded-random.ts";

test("orders that begin in the middle of a store's life do not talk its fit out of customers leaving, however many there are", () => {
  const stays = { r: 0.7, alpha: 60, a: 0.001, b: 30 };
  const { histories } = syntheticStore(3_000, { ageDays: 365, params: stays }, seededRandom(4));
  const data = collapseHistories(histories);
  for (const name of ORDER_MODEL_NAMES) {
    const churn = (beginsInTheMiddle: boolean) => modelLifespan(fitOrderModel(name, data, { beginsInTheMiddle }).model).churnAYear;
    expect(churn(true)).toBeGreaterThan(3 * churn(false));
  }
});
