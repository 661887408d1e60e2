import { inShop } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";

export interface PrivacyRequest {
  readonly kind: "customer_data" | "customer_redact" | "shop_redact";
  readonly customerId: string | null;
  readonly eventId: string;
  readonly topic: string;
  readonly requestedAt: Date;
}

/** Notes what privacy law asks and adds the job that does it, once for each event however often it is delivered. */
export function requestPrivacy(shopId: number, request: PrivacyRequest): Promise<"taken" | "duplicate"> {
  const { kind, customerId, eventId, topic, requestedAt } = request;
  return inShop(shopId, async (db) => {
    const isNew = await db.run(
      `insert into webhook_inbox (shop_id, event_id, topic, triggered_at, processed_at) values ($1, $2, $3, $4, now())
       on conflict do nothing`,
      [shopId, eventId, topic, requestedAt],
    );
    if (isNew === 0) return "duplicate";
    const row = await db.row<{ id: number }>(
      "insert into privacy_requests (shop_id, kind, customer_id, requested_at) values ($1, $2, $3, $4) returning id",
      [shopId, kind, customerId, requestedAt],
    );
    const requestId = row?.id as number;
    if (kind === "shop_redact") await enqueue(db, "privacy.shop_redact", { shopId });
    else await enqueue(db, `privacy.${kind}`, { shopId, requestId });
    return "taken";
  });
}

export interface PrivacyRequestRow {
  readonly id: number;
  readonly kind: PrivacyRequest["kind"];
  readonly customerId: string | null;
  readonly requestedAt: string;
  readonly completedAt: string | null;
  /** whether there is something to pass on */
  readonly hasExport: boolean;
}

/** What was asked, newest first, and whether it is done. */
export function privacyRequests(shopId: number): Promise<PrivacyRequestRow[]> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<Omit<PrivacyRequestRow, "requestedAt" | "completedAt"> & { requestedAt: Date; completedAt: Date | null }>(
      `select id, kind, customer_id as "customerId", requested_at as "requestedAt", completed_at as "completedAt", export is not null as "hasExport"
       from privacy_requests where shop_id = $1 order by requested_at desc, id desc limit 100`,
      [shopId],
    );
    return rows.map((row) => ({ ...row, requestedAt: row.requestedAt.toISOString(), completedAt: row.completedAt?.toISOString() ?? null }));
  });
}

/** What is held about the customer whom a request names, for the merchant to pass on; null when there is none. */
export function privacyExport(shopId: number, id: number): Promise<object | null> {
  return inShop(shopId, async (db) => {
    const row = await db.row<{ export: object | null }>("select export from privacy_requests where shop_id = $1 and id = $2", [shopId, id]);
    return row?.export ?? null;
  });
}
