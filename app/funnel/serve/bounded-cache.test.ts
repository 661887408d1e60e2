import { expect, test } from "vitest";
import { BoundedCache } from "./bounded-cache.ts";

test("a full cache gives up what was used the longest ago", () => {
  const cache = new BoundedCache<string>(30);
  cache.set("a", "A", 10);
  cache.set("b", "B", 10);
  cache.set("c", "C", 10);
  expect(cache.get("a")).toBe("A");
  cache.set("d", "D", 10);
  expect(cache.get("b")).toBeUndefined();
  expect(cache.get("a")).toBe("A");
  expect(cache.bytes).toBe(30);
});

test("a value set anew counts once, and one too large is not kept at all", () => {
  const cache = new BoundedCache<string>(30);
  cache.set("a", "A", 10);
  cache.set("a", "AA", 20);
  expect(cache.bytes).toBe(20);
  cache.set("a", "too large", 31);
  expect(cache.get("a")).toBeUndefined();
  expect(cache.bytes).toBe(0);
});
