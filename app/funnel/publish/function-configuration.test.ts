import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FunctionConfiguration } from "../../../extensions/contract/function-configuration.ts";
import type { Offer } from "../offers/offer.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { CollectionSetsDifferError, functionConfiguration, type PublishedShop } from "./function-configuration.ts";

const golden = JSON.parse(readFileSync(join(import.meta.dirname, "../../../extensions/contract/fixtures/configuration.json"), "utf8")) as {
  shop: PublishedShop;
  offers: Offer[];
  configuration: FunctionConfiguration;
};

test("the golden offers become the golden configuration, whatever order they come in", () => {
  expect(functionConfiguration(golden.offers, golden.shop)).toEqual(golden.configuration);
  expect(functionConfiguration(golden.offers.toReversed(), golden.shop)).toEqual(golden.configuration);
});

test("amounts follow the currency and days the shop's time zone", () => {
  const offer = sampleOffer({
    discount: { kind: "amount", value: 20_000 },
    trigger: { kind: "cart_value", minimum: 500_000 },
    startsAt: "2026-03-01T18:00:00Z",
  });
  expect(functionConfiguration([offer], { ...golden.shop, currency: "VND", timezone: "Asia/Ho_Chi_Minh" }).offers[0]).toMatchObject({
    deepest: "a20000",
    trigger: { minimum: "500000" },
    from: "2026-03-02",
  });
});

test("two offers may not name different collections: the Function could not tell them apart", () => {
  const of = (id: number, collectionIds: string[]) => sampleOffer({ id, trigger: { kind: "collection", collectionIds } });
  expect(() => functionConfiguration([of(1, ["7"]), of(2, ["8"])], golden.shop)).toThrow(CollectionSetsDifferError);
  expect(functionConfiguration([of(1, ["7", "8"]), of(2, ["8", "7"])], golden.shop).triggerCollectionIds).toHaveLength(2);
});
