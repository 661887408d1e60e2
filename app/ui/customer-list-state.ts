import { LIST_SORTS, type ListSort } from "../value/customers-page.ts";
import { RFM_GROUPS, type RfmGroup } from "../value/rfm-segments.ts";

export const CUSTOMERS_A_PAGE = 25;

/** What the customers page shows, as its address carries it. */
export interface CustomerListState {
  readonly sort: ListSort;
  readonly direction: "asc" | "desc";
  /** from 1 */
  readonly page: number;
  readonly search: string;
  /** null: of every group */
  readonly group: RfmGroup | null;
}

/** Anything the address does not say right falls back to the first page, most profit first. */
export function parseCustomerList(parameters: URLSearchParams): CustomerListState {
  const page = Number(parameters.get("page"));
  return {
    sort: LIST_SORTS.find((sort) => sort === parameters.get("sort")) ?? "profit",
    direction: parameters.get("direction") === "asc" ? "asc" : "desc",
    page: Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : 1,
    search: (parameters.get("q") ?? "").trim().slice(0, 100),
    group: RFM_GROUPS.find((group) => group === parameters.get("group")) ?? null,
  };
}

/** The customer number that a search is, with or without #; null for a name. Shopify's ids end long before 19 digits. */
export function searchedNumber(search: string): string | null {
  return /^#?(\d{1,18})$/.exec(search)?.[1] ?? null;
}

/** The address of a change; a new order, group or search begins at its first page. */
export function customerListSearch(state: CustomerListState, change: Partial<CustomerListState>): string {
  const next = { ...state, page: 1, ...change };
  const parameters = new URLSearchParams();
  if (next.search) parameters.set("q", next.search);
  if (next.group) parameters.set("group", next.group);
  if (next.sort !== "profit") parameters.set("sort", next.sort);
  if (next.direction !== "desc") parameters.set("direction", next.direction);
  if (next.page !== 1) parameters.set("page", String(next.page));
  const text = parameters.toString();
  return text ? `?${text}` : "";
}
