import type { Amounts } from "./amounts.ts";
import { byBase } from "./in-every-base.ts";
import type { WhatIf } from "./what-if.ts";

/**
 * How many more customers return when `points` more of 100 do, no more than there are and no fewer than none, and what they bring if they
 * are like those who returned. May be a fraction.
 */
export function returningMore(
  { customers, returned, laterPerReturned }: Pick<WhatIf, "customers" | "returned" | "laterPerReturned">,
  points: number,
): { readonly returning: number; readonly extra: Amounts } {
  const returning = Math.min(Math.max((customers * points) / 100, -returned), customers - returned);
  return { returning, extra: byBase((base) => returning * (laterPerReturned?.[base] ?? 0)) };
}
