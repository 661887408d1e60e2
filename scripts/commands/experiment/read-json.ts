import { z } from "zod";
import { readJsonText } from "../read-json-text.ts";
import { UsageError } from "../usage-error.ts";

/** JSON from standard input, checked. @throws UsageError that names the field */
export async function readJson<T>(schema: z.ZodType<T>): Promise<T> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
  if (text.trim() === "") throw new UsageError("Standard input is empty. Pipe the case in as JSON; --help has an example.");
  return readJsonText("Standard input", text, schema);
}

// Squares and products of what is larger leave the range of numbers.
const amount = z.number().min(-1e100).max(1e100);
const count = z.number().int().nonnegative();
const Metric = z.discriminatedUnion("type", [
  z
    .object({ type: z.literal("SampleMean"), n: count, sum: amount, sum_squares: z.number().nonnegative().max(1e200) })
    .refine(({ n, sum, sum_squares }) => n === 0 || sum_squares * n >= sum * sum * (1 - 1e-9), {
      message: "a sum of squares cannot be below sum^2 / n",
      path: ["sum_squares"],
    }),
  z
    .object({ type: z.literal("Proportion"), n: count, sum: z.number().nonnegative() })
    .refine(({ n, sum }) => sum <= n, { message: "a proportion's sum is at most n", path: ["sum"] }),
]);

/** An improper prior says nothing, whatever its mean and variance. */
const Prior = z.discriminatedUnion("proper", [
  z.object({ proper: z.literal(true), mean: amount, variance: z.number().min(1e-100).max(1e100) }),
  z.object({ proper: z.literal(false), mean: amount.nullish(), variance: z.number().nonnegative().nullish() }),
]);

export const CompareCase = z
  .object({
    kind: z.enum(["welch", "sequential", "sequential_one_sided", "bayes"]),
    a: Metric,
    b: Metric,
    config: z.object({
      difference: z.enum(["relative", "absolute"]),
      alpha: z.number().min(1e-100).lt(1),
      tuning: z.number().min(1e-100).max(1e100).nullish(),
      prior: Prior.nullish(),
    }),
  })
  .refine(({ kind, config }) => kind !== "sequential_one_sided" || config.alpha < 0.5, {
    message: "a one-sided bound needs alpha below 0.5",
    path: ["config", "alpha"],
  });
export type CompareCase = z.infer<typeof CompareCase>;

export const RatioCase = z
  .object({ users: z.array(count).min(2), weights: z.array(z.number().nonnegative().max(1e100)).min(2) })
  .refine(({ users, weights }) => users.length === weights.length, { message: "users and weights must be as many", path: ["weights"] })
  .refine(({ weights }) => weights.some((weight) => weight > 0), { message: "at least one weight must be above 0", path: ["weights"] });
