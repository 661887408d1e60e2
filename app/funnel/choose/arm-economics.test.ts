import { expect, test } from "vitest";
import { afterReturns } from "../offers/offer-price.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { incrementalProfit } from "../policy/incremental-profit.ts";
import { armWorth, switchingLoss } from "./arm-economics.ts";
import { UNTRAINED } from "./beliefs.ts";
import { priceProduct } from "./priced-product.ts";
import { sampleLine, sampleProduct } from "./sample-choose-request.ts";

const costs = { assumedCostBp: 5_500, paymentFeeBp: 200, marginFloorBp: 1_000 };

/** Product 20 at 1,000 minor units, costing 400, at 10 % off, when this share of it comes back. */
function priced(share: number) {
  const product = sampleProduct("20", 1_000, { productType: "Mug", unitCost: 400 });
  return priceProduct(sampleOffer(), product, { costs, safetyStock: 0, returnShare: () => share });
}

test("what comes back brings nothing, at full price as after the discount; a loss stays a loss", () => {
  // 900 - 400 - 18 = 482 and 1,000 - 400 - 20 = 580; three quarters of both stay
  expect(priced(0)).toMatchObject({ profitAtFullPrice: 580, arms: [{ paid: 900, profit: 482, reachesFloor: true }] });
  expect(priced(0.25)).toMatchObject({ profitAtFullPrice: 435, arms: [{ paid: 900, profit: 361.5, reachesFloor: true }] });
  // the floor is of what is sold
  expect(priced(0.99).arms[0]).toMatchObject({ reachesFloor: true });
  expect(afterReturns(-100, 0.5)).toBe(-100);
});

test("an arm is worth its margins after returns, less what switching and interrupting lose", () => {
  const [arm] = priced(0.25).arms;
  if (!arm) throw new Error("no arm");
  const worth = armWorth(arm, priced(0.25), { switching: 50, interruption: 7, future: 0 });
  // .2 x (361.5 - 50) - .1 x 435 - 7
  expect(incrementalProfit(worth, 0.2, 0.1)).toBeCloseTo(11.8, 9);
});

test("a like product that often comes back is missed less when its buyers switch", () => {
  const cart = [sampleLine("30", { productType: "Mug", unitPrice: 1_100, unitCost: 578 })];
  const beside = (share: number) => ({ cart, viewed: null, rules: costs, policy: { ...UNTRAINED, returnShare: () => share } });
  // 1,100 - 578 - 22 = 500
  expect(switchingLoss(priced(0), beside(0))).toBeCloseTo(150, 9);
  expect(switchingLoss(priced(0), beside(0.4))).toBeCloseTo(90, 9);
});
