import { z } from "zod";
import { UsageError } from "../usage-error.ts";

/** JSON from standard input, checked. @throws UsageError that names the field */
export async function readJson<T>(schema: z.ZodType<T>): Promise<T> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
  if (text.trim() === "") throw new UsageError("Standard input is empty. Pipe the case in as JSON.");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`Standard input is not JSON: ${(error as Error).message}`);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UsageError(`Standard input${issue?.path.length ? `, field ${issue.path.join(".")}` : ""}: ${issue?.message}.`);
}

const count = z.number().int().nonnegative();
const Metric = z.discriminatedUnion("type", [
  z
    .object({ type: z.literal("SampleMean"), n: count, sum: z.number(), sum_squares: z.number().nonnegative() })
    .refine(({ n, sum, sum_squares }) => n === 0 || sum_squares * n >= sum * sum * (1 - 1e-9), {
      message: "a sum of squares cannot be below sum^2 / n",
      path: ["sum_squares"],
    }),
  z
    .object({ type: z.literal("Proportion"), n: count, sum: z.number().nonnegative() })
    .refine(({ n, sum }) => sum <= n, { message: "a proportion's sum is at most n", path: ["sum"] }),
]);

export const CompareCase = z
  .object({
    kind: z.enum(["welch", "sequential", "sequential_one_sided", "bayes"]),
    a: Metric,
    b: Metric,
    config: z.object({
      difference: z.enum(["relative", "absolute"]),
      alpha: z.number().gt(0).lt(1),
      tuning: z.number().positive().optional(),
      prior: z.object({ mean: z.number(), variance: z.number().positive(), proper: z.boolean() }).optional(),
    }),
  })
  .refine(({ kind, config }) => kind !== "sequential_one_sided" || config.alpha < 0.5, {
    message: "a one-sided bound needs alpha below 0.5",
    path: ["config", "alpha"],
  });
export type CompareCase = z.infer<typeof CompareCase>;

export const RatioCase = z
  .object({ users: z.array(count).min(2), weights: z.array(z.number().nonnegative()).min(2) })
  .refine(({ users, weights }) => users.length === weights.length, { message: "users and weights must be as many", path: ["weights"] })
  .refine(({ weights }) => weights.some((weight) => weight > 0), { message: "at least one weight must be above 0", path: ["weights"] });
