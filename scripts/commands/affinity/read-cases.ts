import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { NextItemCase } from "../../../app/funnel/affinity/score-ranking.ts";
import { UsageError } from "../usage-error.ts";
import type { BasketFile, FileBasket } from "./basket-file.ts";

const item = z.union([z.string(), z.number()]).transform(String);
const cases = z.array(z.tuple([z.array(item), item])).min(1);
const CasesFile = z
  .object({
    trainBaskets: z.number().int().positive().optional(),
    trainLineNumbers0: z.array(z.number().int().nonnegative()).min(1).optional(),
    small: cases.optional(),
    loo: cases.optional(),
  })
  .refine(
    (file) => (file.trainBaskets === undefined) !== (file.trainLineNumbers0 === undefined),
    "give either trainBaskets or trainLineNumbers0",
  )
  .refine((file) => file.small || file.loo, "give a list of cases: small, loo or both");
export type CasesFile = z.infer<typeof CasesFile>;

/** The cases file, plain or gzip. */
export function readCases(file: string): CasesFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read (${code}).`);
  }
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
  const result = CasesFile.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UsageError(`${file}${issue?.path.length ? `, at ${issue.path.join(".")}` : ""}: ${issue?.message}.`);
}

/** The baskets to learn from. */
export function trainingBaskets(file: BasketFile, cases: CasesFile): readonly FileBasket[] {
  if (cases.trainBaskets !== undefined) {
    if (cases.trainBaskets > file.baskets.length) {
      throw new UsageError(
        `The cases train on ${cases.trainBaskets} baskets, but the file has ${file.baskets.length}. Is it the right file?`,
      );
    }
    return file.baskets.slice(0, cases.trainBaskets);
  }
  if (file.baskets.some((basket) => basket.line < 0)) {
    throw new UsageError("trainLineNumbers0 counts lines of one basket each: it needs --format baskets.");
  }
  const byLine = new Map(file.baskets.map((basket) => [basket.line, basket]));
  return [...new Set(cases.trainLineNumbers0 ?? [])]
    .sort((a, b) => a - b)
    .map((line) => {
      const basket = byLine.get(line);
      if (!basket) throw new UsageError(`trainLineNumbers0 names line ${line} (from 0), which is not in the file or has no items.`);
      return basket;
    });
}

/** Of a list of cases those that cannot be predicted, as training never saw their products. */
export interface UnseenCases {
  readonly target: number;
  /** no item of the context */
  readonly context: number;
  /** either */
  readonly cases: number;
}

export function unseenCases(list: readonly NextItemCase[]): UnseenCases {
  const target = list.filter((one) => one.target < 0).length;
  const context = list.filter((one) => one.cart.length === 0).length;
  return { target, context, cases: list.filter((one) => one.target < 0 || one.cart.length === 0).length };
}

/** Cases in the numbers of products; those that training never saw are left out of carts, and are -1 as targets. */
export function numberedCases(list: NonNullable<CasesFile["small"]>, file: BasketFile, seen: Int32Array): NextItemCase[] {
  const numberOf = (name: string) => {
    const number = file.numbers.get(name) ?? -1;
    return number >= 0 && (seen[number] as number) > 0 ? number : -1;
  };
  return list.map(([context, target]) => ({
    cart: [...new Set(context.map(numberOf))].filter((product) => product >= 0),
    target: numberOf(target),
  }));
}
