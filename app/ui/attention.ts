import type { Offer } from "../funnel/offers/offer.ts";
import { isRunning } from "../funnel/offers/running-offers.ts";
import { stoppedBy } from "../funnel/offers/stopped-by.ts";
import type { SyncProgress } from "../orders/sync-progress.ts";
import { ASKED_SCOPES, type AskedScope } from "../shopify/asked-scopes.ts";

/** Something that went wrong by itself and stays so until the merchant acts. */
export type Attention =
  | { readonly kind: "offer"; readonly id: number; readonly name: string; readonly reason: string }
  | { readonly kind: "sync"; readonly reason: string }
  | { readonly kind: "events"; readonly count: number }
  | { readonly kind: "scopes"; readonly missing: readonly AskedScope[] }
  /** since: ISO 8601, null for never */
  | { readonly kind: "silent"; readonly since: string | null };

export interface ShopState {
  readonly offers: readonly Offer[];
  readonly sync: Pick<SyncProgress, "status" | "error">;
  readonly failedEvents: number;
  readonly scopes: readonly string[];
  /** when a page last asked for an offer, ISO 8601 */
  readonly lastDecisionAt: string | null;
  readonly now: Date;
}

const DAY_MS = 86_400_000;
/** With an offer to show, some page of a store that sells is opened within so many days. */
const SILENT_DAYS = 3;
/** Shopify withholds it until it has approved the app; figures then say where they begin. */
const NOT_THE_MERCHANTS: AskedScope = "read_all_orders";

/** What needs the merchant, what costs most first. */
export function attentionOf({ offers, sync, failedEvents, scopes, lastDecisionAt, now }: ShopState): Attention[] {
  const missing = ASKED_SCOPES.filter((scope) => scope !== NOT_THE_MERCHANTS && !scopes.includes(scope));
  const asked = lastDecisionAt === null ? Number.NEGATIVE_INFINITY : Date.parse(lastDecisionAt);
  const silent = offers.some((offer) => isRunning(offer, now)) && now.getTime() - asked > SILENT_DAYS * DAY_MS;
  return [
    ...offers.flatMap((offer): Attention[] => {
      const reason = stoppedBy(offer);
      return reason === null ? [] : [{ kind: "offer", id: offer.id, name: offer.name, reason }];
    }),
    ...(silent ? [{ kind: "silent", since: lastDecisionAt } as const] : []),
    ...(missing.length > 0 ? [{ kind: "scopes", missing } as const] : []),
    ...(sync.status === "failed" ? [{ kind: "sync", reason: sync.error ?? "unknown" } as const] : []),
    ...(failedEvents > 0 ? [{ kind: "events", count: failedEvents } as const] : []),
  ];
}
