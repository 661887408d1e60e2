import type { Amounts, ValueBase } from "./amounts.ts";

export interface WhatIf {
  readonly currency: string;
  /** identified customers with a first order at least 90 days before asOf */
  readonly customers: number;
  /** with an order on a later day than the first */
  readonly returned: number;
  readonly returnRate: number;
  /** what a returned customer's orders of later days brought, mean */
  readonly laterPerReturned: Amounts | null;
  readonly points: number;
  /** no more customers can return than there are; may be a fraction */
  readonly extraReturning: number;
  /** extraReturning x laterPerReturned */
  readonly extra: Amounts;
  /** extra over what all these customers brought; null where that is not above 0 */
  readonly extraShare: Readonly<Record<ValueBase, number | null>>;
  /** the same for each lever moved by 1 %: on identified customers' orders of the last 365 days */
  readonly onePercent: { readonly customers: Amounts; readonly apf: Amounts; readonly aov: Amounts };
}
