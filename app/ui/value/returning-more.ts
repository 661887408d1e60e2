import type { Amounts, WhatIf } from "../../value/value-report.ts";

/** The same question for another number of points: how many more return, no more than there are, and what they bring. */
export function returningMore(whatIf: Pick<WhatIf, "customers" | "returned" | "laterPerReturned">, points: number) {
  const asked = (whatIf.customers * points) / 100;
  const returning = Math.min(whatIf.customers - whatIf.returned, Math.max(-whatIf.returned, asked));
  const later = whatIf.laterPerReturned ?? { profit: 0, net: 0, gross: 0 };
  const extra: Amounts = { profit: later.profit * returning, net: later.net * returning, gross: later.gross * returning };
  return { returning, extra };
}
