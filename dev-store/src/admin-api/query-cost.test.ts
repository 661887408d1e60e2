import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Answer, addOrder, addProduct, type SampleAdmin, sampleAdmin } from "./sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

test("an empty bucket throttles until time restores it", async () => {
  sample.api.faults.bucket = { maximumAvailable: 40, restoreRate: 2 };
  const query = "{ orders(first: 10) { nodes { customer { id } } } }";
  const { extensions } = await sample.ask(query);
  expect(extensions.cost).toMatchObject({
    requestedQueryCost: 10,
    actualQueryCost: 0,
    throttleStatus: { maximumAvailable: 40, restoreRate: 2 },
  });
  addOrder(sample.store);
  let throttled: Answer;
  for (let at = 0; at < 40 && !throttled; at += 1) {
    const answer = await sample.ask(query);
    if (answer.errors) throttled = answer;
  }
  expect(throttled).toMatchObject({
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: { cost: { requestedQueryCost: 10 } },
  });
  sample.store.clockOffset += 5000;
  expect((await sample.ask(query)).errors).toBeUndefined();
});

test("a query that asks for too much is refused before it runs", async () => {
  const answer = await sample.ask(
    "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { id } variant { id product { id } inventoryItem { id } } originalTotalSet { shopMoney { amount } } discountedTotalSet { shopMoney { amount } } } } } } }",
  );
  expect(answer.errors[0].extensions).toMatchObject({ code: "MAX_COST_EXCEEDED", maxCost: 1000 });
});

test("costs agree with the responses Shopify's users have published", async () => {
  addProduct(sample.store, 1);
  const cost = async (query: string) => (await sample.ask(query)).extensions.cost.requestedQueryCost;
  expect(await cost(`{ product(id: "gid://shopify/Product/1") { variants(first: 250) { nodes { inventoryItem { id tracked } } } } }`)).toBe(
    25,
  );
  expect(await cost(`{ product(id: "gid://shopify/Product/1") { variants(first: 10) { edges { node { id title } } } } }`)).toBe(7);
  expect(await cost("{ shop { name } }")).toBe(1);
});
