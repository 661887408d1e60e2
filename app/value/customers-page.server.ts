import { customerForecasts } from "./customer-forecast.server.ts";
import type { CustomerForecastRow } from "./customer-forecast.ts";
import type { CustomersPage, ListedCustomer, ListSort } from "./customers-page.ts";
import { type CustomerListing, listCustomers } from "./list-customers.server.ts";
import { MOST_COUNTED } from "./only-customers.sql.ts";
import { rankedCustomers } from "./ranked-customers.server.ts";
import type { CustomerValue } from "./store-value.ts";

type PageAsked = Omit<CustomerListing, "sort"> & { sort: ListSort };

/** A page of customers in the order of what they brought or of what is expected of them. Who has no forecast is in no order by it. */
export async function customersPage(shopId: number, { page = 1, ...listing }: PageAsked): Promise<CustomersPage> {
  const asked = await pageAsked(shopId, { ...listing, page });
  if (asked.rows.length > 0 || page === 1) return { ...asked, page };
  return { ...(await pageAsked(shopId, listing)), page: 1 };
}

async function pageAsked(shopId: number, listing: PageAsked): Promise<Omit<CustomersPage, "page">> {
  const { sort } = listing;
  if (sort === "clv" || sort === "priority") {
    const { rows, total, asOf } = await rankedCustomers(shopId, { ...listing, sort });
    if (asOf === null) return pageAsked(shopId, { ...listing, sort: "profit" });
    const ids = rows.map(({ customerId }) => customerId);
    const brought = byId((await listCustomers(shopId, { ids, pageSize: ids.length })).rows);
    return { rows: ids.flatMap((id) => brought.get(id) ?? []).map(withForecast(byId(rows))), ...counted(total), sort };
  }
  const { rows, total } = await listCustomers(shopId, { ...listing, sort });
  const forecasts = await customerForecasts(
    shopId,
    rows.map(({ customerId }) => customerId),
  );
  return { rows: rows.map(withForecast(forecasts)), ...counted(total), sort };
}

const counted = (total: number) => ({ total: Math.min(total, MOST_COUNTED), more: total > MOST_COUNTED });

function byId<Row extends { readonly customerId: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.customerId, row]));
}

function withForecast(forecasts: ReadonlyMap<string, CustomerForecastRow>): (value: CustomerValue) => ListedCustomer {
  return (value) => ({ ...value, forecast: forecasts.get(value.customerId) ?? null });
}
