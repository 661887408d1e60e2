import { badRequest } from "./field-error.ts";

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

export interface Page {
  rows: { source: unknown; cursor: string }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** What a connection field returns: a page for an ordinary query, everything for a bulk operation. */
export interface Listing {
  page(args: PageArgs): Page;
  all(): Iterable<unknown>;
}

const MAX_PAGE = 250;
type Key = string | number;

export interface SortedRows<T> {
  /** ascending by key, then id; never changed in place */
  rows: readonly T[];
  keyOf(row: T): Key;
  idOf(row: T): number;
}

/** Pages through rows by key and id, so that a walk stays right while rows come and go. */
export function sortedListing<T>(
  sorted: SortedRows<T>,
  options: { reverse?: boolean; matches?: (row: T) => boolean; toSource?: (row: T) => unknown },
): Listing {
  const { rows } = sorted;
  const matches = options.matches ?? (() => true);
  const toSource = options.toSource ?? ((row: T) => row);
  const step = options.reverse ? -1 : 1;
  const encode = (row: T) => encodeCursor(sorted.idOf(row), sorted.keyOf(row));

  /** Index of the first row that comes after the cursor when walking in `direction`. */
  const beyond = (cursor: string, direction: 1 | -1): number => {
    const { id, key } = decodeCursor(cursor);
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rows[middle] as T;
      const order = compare(sorted.keyOf(row), key) || sorted.idOf(row) - id;
      if (direction === 1 ? order <= 0 : order < 0) low = middle + 1;
      else high = middle;
    }
    return direction === 1 ? low : low - 1;
  };

  const scan = (from: number, direction: number, until: number, wanted: number): T[] => {
    const found: T[] = [];
    for (let at = from; at !== until && at >= 0 && at < rows.length && found.length < wanted; at += direction) {
      const row = rows[at] as T;
      if (matches(row)) found.push(row);
    }
    return found;
  };

  return {
    page(args) {
      const size = pageSize(args);
      const forward = args.first != null;
      const direction = (forward ? step : -step) as 1 | -1;
      const edge = direction === 1 ? 0 : rows.length - 1;
      const near = forward ? args.after : args.before;
      const far = forward ? args.before : args.after;
      const from = near ? beyond(near, direction) : edge;
      const until = far ? beyond(far, -direction as 1 | -1) + direction : direction === 1 ? rows.length : -1;
      const past = direction === 1 ? from >= until : from <= until;
      const found = past ? [] : scan(from, direction, until, size + 1);
      const more = found.length > size;
      const before = near ? scan(from - direction, -direction, -direction === 1 ? rows.length : -1, 1).length > 0 : false;
      const kept = found.slice(0, size);
      if (!forward) kept.reverse();
      return {
        rows: kept.map((row) => ({ source: toSource(row), cursor: encode(row) })),
        hasNextPage: forward ? more : before,
        hasPreviousPage: forward ? before : more,
      };
    },
    *all() {
      for (let at = step === 1 ? 0 : rows.length - 1; at >= 0 && at < rows.length; at += step) {
        const row = rows[at] as T;
        if (matches(row)) yield toSource(row);
      }
    },
  };
}

/** Pages through a short list kept inside one record, such as an order's lines. */
export function arrayListing<T>(
  items: readonly T[],
  idOf: (item: T) => number,
  toSource: (item: T) => unknown = (item) => item,
  reverse = false,
): Listing {
  const ordered = reverse ? [...items].reverse() : items;
  const positions = ordered.map((item, index) => ({ item, index }));
  const listing = sortedListing(
    { rows: positions, keyOf: (row) => row.index, idOf: (row) => idOf(row.item) },
    { toSource: (row) => toSource(row.item) },
  );
  return {
    page: listing.page,
    *all() {
      for (const item of ordered) yield toSource(item);
    },
  };
}

function pageSize(args: PageArgs): number {
  if (args.first == null && args.last == null) throw badRequest("you must provide one of first or last");
  if (args.first != null && args.last != null) throw badRequest("providing both first and last is not supported");
  const size = args.first ?? args.last ?? 0;
  if (size < 0) throw badRequest(`${args.first != null ? "first" : "last"} must be a positive integer`);
  if (size > MAX_PAGE) throw badRequest(`${args.first != null ? "first" : "last"} cannot exceed ${MAX_PAGE}`);
  return size;
}

function compare(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encodeCursor(id: number, key: Key): string {
  return Buffer.from(JSON.stringify({ last_id: id, last_value: key })).toString("base64");
}

function decodeCursor(cursor: string): { id: number; key: Key } {
  try {
    const value = JSON.parse(Buffer.from(cursor, "base64").toString("utf8")) as { last_id: unknown; last_value: unknown };
    if (typeof value.last_id === "number" && (typeof value.last_value === "string" || typeof value.last_value === "number")) {
      return { id: value.last_id, key: value.last_value };
    }
  } catch {
    // Falls through to the one message for every unreadable cursor.
  }
  throw badRequest("Invalid cursor for current pagination sort.");
}
