import type { Db } from "../../database/pool.server.ts";
import { discountsOf } from "../choose/priced-product.ts";
import type { Offer } from "../offers/offer.ts";
import type { BudgetRoom, BudgetRooms } from "./budget-room.ts";
import { OFFERED_UNITS_TAKE, offeredUnits } from "./offered-units.sql.ts";

/** As a decision judges it: at each discount the offer may give, of each product with a variant for sale. */
export async function budgetRooms(
  db: Db,
  offer: Offer,
  left: { readonly discount: number | null; readonly loss: number | null },
): Promise<BudgetRooms> {
  if (left.discount === null && left.loss === null) return { discount: null, loss: null };
  const units = offeredUnits(offer);
  const parameter = (at: number) => `$${OFFERED_UNITS_TAKE + at}`;
  const off = offer.discount.kind === "percentage" ? "(u.price * d.value + 5000) / 10000" : "least(u.price, d.value)";
  const row = await db.row<{ discount: BudgetRoom; loss: BudgetRoom }>(
    `with arm as (
       select u.product_id, (u.price - one.paid) * ${parameter(2)}::int as given,
         greatest(0, u.cost + (one.paid * u.fee_bp + 5000) / 10000 - one.paid) * ${parameter(2)}::int as lost
       from (${units.text}) u cross join unnest(${parameter(1)}::bigint[]) as d(value)
       cross join lateral (select u.price - ${off} as paid) one
       where u.available
     ),
     product as (
       select min(given) filter (where given > 0) as given, min(lost) as lost, max(lost) > 0 as loses from arm group by product_id
     )
     select json_build_object('products', count(given), 'within', count(*) filter (where given <= ${parameter(3)}::bigint), 'least', coalesce(min(given), 0)) as discount,
       json_build_object('products', count(*) filter (where loses), 'within', count(*) filter (where loses and lost <= ${parameter(4)}::bigint),
         'least', coalesce(min(lost) filter (where loses), 0)) as loss
     from product`,
    [db.shopId, ...units.values, discountsOf(offer).map(({ value }) => value), offer.maxQuantity, left.discount, left.loss],
  );
  if (!row) throw new Error("A row of counts was expected");
  return { discount: left.discount === null ? null : row.discount, loss: left.loss === null ? null : row.loss };
}
