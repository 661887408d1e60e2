import { expect, test } from "vitest";
import { roi } from "./roi.ts";

test("the return is what was left plus what had been invested", () => {
  expect(roi(300, 100)).toEqual({ kind: "known", returned: 400, invested: 100, roi: 3, range: null });
  expect(roi(0, 100)).toMatchObject({ roi: 0 });
  expect(roi(-100, 100)).toMatchObject({ roi: -1 });
});

test("the return on an estimated profit lies between the returns on its ends", () => {
  const estimated = roi(7_768, 2_350, { low: 2_541, high: 12_995 });
  expect(estimated.kind === "known" && estimated.range).toEqual({ low: 2_541 / 2_350, high: 12_995 / 2_350 });
});

test("nothing invested or nothing known has no return on it", () => {
  expect(roi(300, 0)).toEqual({ kind: "unknown", reason: "no_cost" });
  expect(roi(null, 100)).toEqual({ kind: "unknown", reason: "not_measured" });
});
