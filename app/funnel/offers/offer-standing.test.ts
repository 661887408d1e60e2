import { expect, test } from "vitest";
import { dayEnd, dayStart } from "../../ui/shop-day.ts";
import { isPublished, offerStanding } from "./offer-standing.ts";
import { isRunning } from "./running-offers.ts";
import { sampleOffer } from "./sample-offer.ts";

const ZONE = "Asia/Ho_Chi_Minh";
const days = (first: string | null, last: string | null) =>
  sampleOffer({ startsAt: first && dayStart(first, ZONE), endsAt: last && dayEnd(last, ZONE) });

test("a published offer is scheduled before its first day, live on its days and ended after its last one, by the shop's clock", () => {
  const offer = days("2026-03-10", "2026-03-12");
  const at = (moment: string) => offerStanding(offer, new Date(moment));
  expect(at("2026-03-09T16:59:59Z")).toBe("scheduled");
  expect(at("2026-03-09T17:00:00Z")).toBe("live");
  expect(at("2026-03-12T16:59:00Z")).toBe("live");
  expect(at("2026-03-12T17:00:00Z")).toBe("ended");
  expect(offerStanding(days(null, null), new Date())).toBe("live");
});

test("days say nothing of an offer that is not published", () => {
  const over = days(null, "2026-03-12");
  const now = new Date("2026-04-01T00:00:00Z");
  for (const status of ["draft", "paused", "ended"] as const) expect(offerStanding({ ...over, status }, now)).toBe(status);
  expect(["draft", "scheduled", "live", "paused", "ended"].filter((one) => isPublished(one as "live"))).toEqual(["scheduled", "live"]);
});

test("only what stands live is given to shoppers", () => {
  const offer = days("2026-03-10", "2026-03-12");
  for (const moment of ["2026-03-09T00:00:00Z", "2026-03-11T00:00:00Z", "2026-03-13T00:00:00Z"]) {
    const now = new Date(moment);
    expect(isRunning(offer, now)).toBe(offerStanding(offer, now) === "live");
  }
});
