import { expect, test } from "vitest";
import { load, order } from "./sample-export.ts";

test("dashes in names make variants only when several share the product", async () => {
  const { store } = await load([
    order("#1", { "Lineitem name": "Tee - S", "Lineitem sku": "T-S" }),
    order("#2", { "Lineitem name": "Tee - M", "Lineitem sku": "T-M" }),
    order("#3", { "Lineitem name": "Salt - Coarse", "Lineitem sku": "" }),
  ]);
  expect(
    [...store.products.values()].map(({ title, variantIds }) => [title, variantIds.map((id) => store.variants.get(id)?.title)]),
  ).toEqual([
    ["Tee", ["S", "M"]],
    ["Salt - Coarse", ["Default Title"]],
  ]);
});

test("a variant has its latest price and its most frequent name", async () => {
  const { store } = await load([
    order("#3", {
      "Created at": "2024-07-01 10:00:00 +0000",
      "Lineitem name": "Mug new",
      "Lineitem price": "12.00",
      Subtotal: "12.00",
      Total: "12.00",
    }),
    order("#1"),
    order("#2"),
    order("#4", { "Created at": "2024-08-01 10:00:00 +0000", "Lineitem price": "0.00", Subtotal: "0.00", Total: "0.00" }),
  ]);
  expect([...store.products.values()].map(({ title }) => title)).toEqual(["Mug"]);
  expect([...store.variants.values()][0]).toMatchObject({ price: 1200, unitCost: null });
});

test("there are collections to browse, and every product knows the ones it is in", async () => {
  const { store } = await load(
    Array.from({ length: 12 }, (_unused, n) =>
      order(`#${n}`, {
        "Lineitem sku": `S${n}`,
        "Lineitem name": `Thing ${n}`,
        "Lineitem price": `${n + 1}.00`,
        Subtotal: `${n + 1}.00`,
        Total: `${n + 1}.00`,
      }),
    ),
  );
  expect([...store.collections.values()].map(({ title }) => title)).toEqual(["Best sellers", "Under $5", "$5 to $10", "Over $10"]);
  for (const collection of store.collections.values()) {
    for (const id of collection.productIds) expect(store.products.get(id)?.collectionIds).toContain(collection.id);
  }
});
