interface RefundedOrder<Amount> {
  /** what the order's goods were sold for: after discounts, before tax and shipping */
  readonly revenue: Amount;
  /** what the customer was to pay, tax and shipping included */
  readonly total: Amount;
  /** everything given back */
  readonly refunded: Amount;
  /** what the units were sold for that are not the customer's any more; 0 where that is not known */
  readonly gone: Amount;
}

/**
 * What refunds took from an order's revenue, in whole minor units, given as such. Shopify's `totalRefundedSet` is all money given back, with
 * tax and shipping, which revenue never held: of it goods' share of the total counts, or what the units that went back were sold for, where
 * that is more; never more than the revenue, nor than was given back.
 */
export function refundedRevenue({ revenue, total, refunded, gone }: RefundedOrder<number>): number {
  if (!(revenue > 0 && refunded > 0)) return 0;
  const share = total > revenue ? Math.round((refunded * revenue) / total) : refunded;
  return Math.min(revenue, Math.max(share, Math.min(gone, refunded)));
}

/** The same as SQL, over expressions of whole numbers. */
export function refundedRevenueSql({ revenue, total, refunded, gone }: RefundedOrder<string>): string {
  return `case when ${revenue} > 0 and ${refunded} > 0 then least(${revenue}, greatest(
    case when ${total} > ${revenue} then round((${refunded})::numeric * (${revenue}) / (${total})) else ${refunded} end, least(${gone}, ${refunded})))::bigint else 0 end`;
}
