/**
 * Customer Value = AOV x APF, both of the same population and window: what a customer brings in that window. With the
 * revenue and orders of identified customers this is their revenue / customers.
 *
 * Source: the five-step customer lifetime value: (1) AOV, (2) APF, (3) Customer Value, (4) lifespan, (5) CLV.
 */
export function customerValueOf(averageOrderValue: number, averagePurchaseFrequency: number): number {
  return averageOrderValue * averagePurchaseFrequency;
}
