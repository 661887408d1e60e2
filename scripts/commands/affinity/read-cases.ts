import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { NextItemCase } from "../../../app/funnel/affinity/score-ranking.ts";
import { readJsonText } from "../read-json-text.ts";
import { UsageError } from "../usage-error.ts";
import type { BasketFile, FileBasket } from "./basket-file.ts";

const item = z.union([z.string(), z.number()], "expected the name of an item").transform(String);
/** A list without cases is as good as none. */
const cases = z
  .array(z.tuple([z.array(item), item]))
  .nullish()
  .transform((list) => (list?.length ? list : undefined));
const CasesFile = z
  .object({
    trainBaskets: z.number().int().positive().nullish(),
    trainLineNumbers0: z.array(z.number().int().nonnegative()).min(1).nullish(),
    small: cases,
    loo: cases,
  })
  .refine((file) => (file.trainBaskets == null) !== (file.trainLineNumbers0 == null), "give either trainBaskets or trainLineNumbers0")
  .refine((file) => file.small || file.loo, "give a list of cases: small, loo or both");
export type CasesFile = z.infer<typeof CasesFile>;
type Cases = NonNullable<CasesFile["small"]>;

/** The cases file, plain or gzip. */
export function readCases(file: string): CasesFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`There is no file ${file}.`);
    if (code === "EISDIR") throw new UsageError(`${file} is a folder, not a file.`);
    if (code?.startsWith("Z_")) throw new UsageError(`${file}: the gzip data is damaged or cut short. Copy the file again.`);
    throw new UsageError(`${file} cannot be read (${code}).`);
  }
  return readJsonText(file, bytes.toString("utf8"), CasesFile);
}

/** The baskets to learn from. */
export function trainingBaskets(file: BasketFile, cases: CasesFile): readonly FileBasket[] {
  if (cases.trainBaskets != null) {
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

/** Of a list of cases how many hold what training never saw. */
export interface UnseenCases {
  readonly target: number;
  /** a context of items, none of which was seen */
  readonly context: number;
  /** no item of any case was seen */
  readonly all: boolean;
}

export function unseenCases(given: Cases, numbered: readonly NextItemCase[]): UnseenCases {
  const target = numbered.filter((one) => one.target < 0).length;
  const context = numbered.filter(({ cart }, at) => cart.length === 0 && given[at]?.[0].length).length;
  return { target, context, all: target === numbered.length && numbered.every(({ cart }) => cart.length === 0) };
}

/** Cases in the numbers of products; those that training never saw are left out of carts, and are -1 as targets. */
export function numberedCases(list: Cases, file: BasketFile, seen: Int32Array): NextItemCase[] {
  const numberOf = (name: string) => {
    const number = file.numbers.get(name) ?? -1;
    return number >= 0 && (seen[number] as number) > 0 ? number : -1;
  };
  return list.map(([context, target]) => ({
    cart: [...new Set(context.map(numberOf))].filter((product) => product >= 0),
    target: numberOf(target),
  }));
}
