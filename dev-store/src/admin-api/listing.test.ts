import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Answer, addOrder, type SampleAdmin, sampleAdmin } from "./sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

test("a walk over pages gives the full list once, whatever the page size, order and direction", async () => {
  const { store } = sample;
  for (let at = 0; at < 23; at += 1) addOrder(store, at % 5);
  sample.api.faults.bucket = { maximumAvailable: 1_000_000, restoreRate: 1 };
  const walk = async (size: number, key: string, reverse: boolean, backward: boolean) => {
    const ids: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const paging = backward ? "last: $size, before: $cursor" : "first: $size, after: $cursor";
      const answer = await sample.ask(
        `query($size: Int, $cursor: String, $key: OrderSortKeys, $reverse: Boolean) { orders(${paging}, sortKey: $key, reverse: $reverse) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        { size, cursor, key, reverse },
      );
      const { edges, pageInfo } = answer.data.orders;
      const page = edges.map((edge: Answer) => edge.node.id);
      ids.splice(backward ? 0 : ids.length, 0, ...page);
      expect(pageInfo[backward ? "hasNextPage" : "hasPreviousPage"]).toBe(cursor !== null);
      if (!pageInfo[backward ? "hasPreviousPage" : "hasNextPage"]) return ids;
      cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom("ID", "CREATED_AT", "PROCESSED_AT", "UPDATED_AT"),
      fc.boolean(),
      fc.boolean(),
      async (size, key, reverse, backward) => {
        const ids = await walk(size, key, reverse, backward);
        const by = { ID: "id", CREATED_AT: "createdAt", PROCESSED_AT: "processedAt", UPDATED_AT: "updatedAt" }[key] as "id" | "createdAt";
        const wanted = [...store.orders.values()]
          .sort((a, b) => a[by] - b[by] || a.id - b.id)
          .map((order) => `gid://shopify/Order/${order.id}`);
        expect(ids).toEqual(reverse ? wanted.reverse() : wanted);
      },
    ),
    { numRuns: 40 },
  );
});

test("a list without first or last, or with more than 250, is refused", async () => {
  expect((await sample.ask("{ orders { nodes { id } } }")).errors[0].message).toBe("you must provide one of first or last");
  expect((await sample.ask("{ orders(first: 251) { nodes { id } } }")).errors[0].message).toContain("250");
});
