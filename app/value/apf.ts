/**
 * Average purchase frequency: orders of identified customers / unique identified customers, in orders a customer over the
 * window that was counted. 0 when there is no customer.
 *
 * Example: 1,000 orders from 10 customers make 100.
 */
export function averagePurchaseFrequency(identifiedOrders: number, customers: number): number {
  return customers === 0 ? 0 : identifiedOrders / customers;
}
