/**
 * Whether the orders of the shop's present day have reached what an offer may have in one; null where it has no such limit.
 * `o` is the offer, `s` its shop, `now` the text of a moment.
 */
export function reachedToday(now: string): string {
  return `o.daily_limit <= (
    select count(distinct a.order_id) from attributions a
    where a.shop_id = o.shop_id and a.offer_id = o.id and a.quantity > 0 and a.ordered_at >= date_trunc('day', ${now} at time zone s.timezone) at time zone s.timezone)`;
}
