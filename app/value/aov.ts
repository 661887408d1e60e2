/**
 * Average order value: revenue / orders, in the revenue's unit. Revenue is gross sales less discounts, without tax,
 * shipping, tips and gift cards. 0 when there is no order.
 *
 * Source: Shopify, "Average order value": (gross sales - discounts) / number of orders.
 * Example: 100 orders worth 100,000,000 VND make 1,000,000 VND.
 */
export function averageOrderValue(revenue: number, orders: number): number {
  return orders === 0 ? 0 : revenue / orders;
}
