import type { RfmGroup } from "./rfm-segments.ts";

export interface OnlyCustomers {
  /** only these customers */
  readonly ids?: readonly string[] | undefined;
  /** only customers who were in this group last night */
  readonly group?: RfmGroup | null | undefined;
}

/** A list says how many it has up to here; beyond, that it has more: counting a million takes a hundred times as long as showing 25. */
export const MOST_COUNTED = 10_000;

/**
 * A list of customers (`c`, of shop `$1`) and what it is narrowed to, with its parameters from `$2` on. What is not asked for is not in the
 * query, so that a page is read along the index of its order.
 */
export function onlyCustomers(
  table: "customer_values" | "customer_scores",
  { ids, group }: OnlyCustomers,
): { from: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${1 + values.push(value)}`;
  const where = ids ? ` and c.customer_id = any(${parameter(ids)}::bigint[])` : "";
  const join = group
    ? ` join customer_rfm r on r.shop_id = $1 and r.customer_id = c.customer_id and r.rfm_group = ${parameter(group)}`
    : "";
  return { from: `${table} c${join} where c.shop_id = $1${where}`, values };
}

/** Of such a list: how many there are, at most one more than are counted. */
export const countOf = (from: string) => `select count(*)::int as count from (select from ${from} limit ${MOST_COUNTED + 1}) counted`;
