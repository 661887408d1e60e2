import { expect, test } from "vitest";
import { offerHistory, type SeenOffer } from "./offer-history.ts";

const seen = (
  offerId: number,
  arm: string | null,
  values: Partial<Record<"depth" | "since" | "impressions", number>> = {},
  declines: number[] | null = null,
): SeenOffer => [1, offerId, arm, values.depth ?? null, values.since ?? 1, values.impressions ?? 0, declines];

test("the depth that holds is the one given last within 14 days, of each offer and product by itself", () => {
  const { depthsShown } = offerHistory(
    [
      seen(1, "1:20:500", { depth: 500, since: 30 }),
      seen(1, "1:20:1000", { depth: 1000, since: 2 }),
      seen(1, "1:21:500", { depth: 500, since: 14 * 24 - 0.1 }),
      seen(2, "2:20:1500", { depth: 1500, since: 14 * 24 + 0.1 }),
      // an amount, and showing nothing, have no depth
      seen(3, "none", { depth: 300 }),
      seen(3, "3:20:0", {}),
      seen(4, null, { depth: 300 }),
    ],
    [],
  );
  expect([...depthsShown]).toEqual([
    ["1:20", 1000],
    ["1:21", 500],
  ]);
});

test("views add up over arms, declines go by offer, an order counts once however it was found", () => {
  const history = offerHistory(
    [seen(1, "1:20:500", { impressions: 2 }, [5]), seen(1, "1:21:500", { impressions: 1 }, [3, 4]), seen(2, "2:9:0", { impressions: 1 })],
    [
      [1, "900", 50],
      [1, "900", 50],
      [1, "901", 20],
      [2, "901", 20],
      // an order of the future is one, but not since
      [2, "902", -1],
    ],
  );
  expect(history).toMatchObject({ impressionsToday: 4, declines: { 1: [5, 3, 4] }, own: { 1: 2, 2: 2 }, hoursSinceAccepted: 20 });
  expect(offerHistory([], [])).toEqual({ impressionsToday: 0, hoursSinceAccepted: null, depthsShown: new Map(), own: {}, declines: {} });
});
