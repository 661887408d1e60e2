import { expect, test } from "vitest";
import { roi } from "./roi.ts";

test("the return is what was left plus what had been invested", () => {
  expect(roi(300, 100)).toEqual({ kind: "known", returned: 400, invested: 100, roi: 3 });
  expect(roi(0, 100)).toMatchObject({ roi: 0 });
  expect(roi(-100, 100)).toMatchObject({ roi: -1 });
});

test("nothing invested or nothing known has no return on it", () => {
  expect(roi(300, 0)).toEqual({ kind: "unknown", reason: "no_cost" });
  expect(roi(null, 100)).toEqual({ kind: "unknown", reason: "not_measured" });
});
