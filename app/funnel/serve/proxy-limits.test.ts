import { expect, test } from "vitest";
import { withinLimits } from "./proxy-limits.server.ts";

let shops = 0;
/** How many of so many requests at once a shop of its own is asked. */
function allowed(count: number, ask: (n: number) => { forwardedFor: string | null; visitor: string | null }): number {
  shops += 1;
  let passed = 0;
  for (let n = 0; n < count; n++) {
    const { forwardedFor, visitor } = ask(n);
    if (withinLimits(forwardedFor, shops, visitor)) passed += 1;
  }
  return passed;
}
const addressOf = (n: number) => `203.0.${n >> 8}.${n & 255}`;

test("a caller that invents a forwarded address and a visitor for every request is still one caller", () => {
  const invented = (own: string) => allowed(1_000, (n) => ({ forwardedFor: `${addressOf(n)}, ${own}`, visitor: `v${n}` }));
  expect(invented("198.51.100.7")).toBeLessThan(600);
  // behind our own proxy, and with the port some write
  expect(invented("198.51.100.8, 10.0.0.3")).toBeLessThan(600);
  expect(allowed(1_000, (n) => ({ forwardedFor: `x, 198.51.100.9:${1024 + n}, ::ffff:10.0.0.3`, visitor: `v${n}` }))).toBeLessThan(600);
});

test("shoppers with an address of their own are not held up, in a private network too", () => {
  expect(allowed(1_500, (n) => ({ forwardedFor: addressOf(n), visitor: `v${n}` }))).toBe(1_500);
  expect(allowed(1_500, (n) => ({ forwardedFor: `10.1.${n >> 8}.${n & 255}`, visitor: `v${n}` }))).toBe(1_500);
});

test("a flood from everywhere ends at what a shop may decide a second, and leaves other shops alone", () => {
  expect(allowed(20_000, (n) => ({ forwardedFor: addressOf(n), visitor: `v${n}` }))).toBeLessThan(4_000);
  expect(allowed(100, (n) => ({ forwardedFor: addressOf(n), visitor: `v${n}` }))).toBe(100);
});
