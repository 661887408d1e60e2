import { UsageError } from "../usage-error.ts";
import { readLines } from "../value/read-lines.ts";
import { type BasketFile, type FileBasket, numbering } from "./basket-file.ts";

/**
 * One basket a line, plain or gzip. What most lines have separates, for the whole file: commas, and then names may hold spaces, or white
 * space, and then a comma is part of a name. Blank lines are no baskets but count as lines.
 */
export async function readBasketLines(file: string): Promise<BasketFile> {
  const lines: string[] = [];
  await readLines(file, (text) => lines.push(text));
  const withComma = lines.filter((line) => line.includes(",")).length;
  const withSpaceAlone = lines.filter((line) => !line.includes(",") && /\S\s+\S/.test(line)).length;
  const separator = withComma >= withSpaceAlone && withComma > 0 ? "," : /\s+/;
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
