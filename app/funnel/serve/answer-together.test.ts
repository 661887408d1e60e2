import { expect, test } from "vitest";
import { answerTogether } from "./answer-together.ts";

const LIMITS = { atOnce: 1, most: 3 };

test("what comes in one moment is answered together, what comes meanwhile after it, each by its own answer", async () => {
  const asked: string[] = [];
  const ask = answerTogether(async (key, asks: readonly number[]) => {
    asked.push(`${key}: ${asks.join(" ")}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return asks.map((one) => one * 10);
  }, LIMITS);
  const first = [1, 2].map((one) => ask(7, one));
  const others = ask(8, 5);
  await new Promise((resolve) => setTimeout(resolve, 1));
  const later = [3, 4, 5, 6].map((one) => ask(7, one));
  expect(await Promise.all([...first, ...later, others])).toEqual([10, 20, 30, 40, 50, 60, 50]);
  expect(asked).toEqual(["7: 1 2", "8: 5", "7: 3 4 5", "7: 6"]);
});

test("an error is told to everyone who asked together, and to nobody else", async () => {
  const ask = answerTogether(async (_key, asks: readonly number[]) => {
    if (asks.includes(2)) throw new Error("no");
    return asks;
  }, LIMITS);
  const all = await Promise.allSettled([1, 2, 3, 4].map((one) => ask(1, one)));
  expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "fulfilled"]);
  expect(await ask(1, 9)).toBe(9);
});
