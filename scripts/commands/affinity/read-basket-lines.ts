import { UsageError } from "../usage-error.ts";
import { readLines } from "../value/read-lines.ts";
import { type BasketFile, type FileBasket, numbering } from "./basket-file.ts";

/**
 * One basket a line, plain or gzip. If any line has a comma, commas separate and names may hold spaces; else white space separates.
 * Blank lines are no baskets but count as lines.
 */
export async function readBasketLines(file: string): Promise<BasketFile> {
  const lines: string[] = [];
  await readLines(file, (text) => lines.push(text));
  const separator = lines.some((line) => line.includes(",")) ? "," : /\s+/;
  const { numbers, names, numberOf } = numbering();
  const baskets: FileBasket[] = [];
  lines.forEach((text, line) => {
    const items = text
      .split(separator)
      .map((item) => item.trim())
      .filter((item) => item !== "");
    if (items.length > 0) baskets.push({ line, time: 0, products: [...new Set(items.map(numberOf))] });
  });
  if (baskets.length === 0) throw new UsageError(`${file} has no baskets. Write one basket a line, items separated by spaces or commas.`);
  return { baskets, names, numbers, leftOut: lines.length - baskets.length };
}
