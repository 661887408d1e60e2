/**
 * The cells of one CSV row, given without its line end; null while a quote that opens a cell is not closed. A cell in quotes may
 * hold commas, line breaks and doubled quotes; a quote anywhere else is a character like any other.
 */
export function splitRow(row: string): string[] | null {
  if (!row.includes('"')) return row.split(",");
  const cells: string[] = [];
  for (let at = 0; ; ) {
    let prefix = "";
    if (row[at] === '"') {
      const close = closingQuote(row, at + 1);
      if (close < 0) return null;
      const cell = row.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
      // Text after the closing quote: then the quotes were meant as characters.
      prefix = at < row.length && row[at] !== "," ? `"${cell}"` : cell;
    }
    const comma = row.indexOf(",", at);
    cells.push(prefix + row.slice(at, comma < 0 ? row.length : comma));
    if (comma < 0) return cells;
    at = comma + 1;
  }
}

function closingQuote(row: string, from: number): number {
  for (let at = row.indexOf('"', from); at >= 0; at = row.indexOf('"', at + 2)) {
    if (row[at + 1] !== '"') return at;
  }
  return -1;
}
