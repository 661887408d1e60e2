import { inShop } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";
import { log } from "../log.server.ts";
import { receiveCustomerMerge, receiveWebhook } from "../orders/receive-webhook.server.ts";
import { requestPrivacy } from "../privacy/privacy-requests.server.ts";
import { findShop, type Shop, uninstallShop } from "../shopify/shops.server.ts";
import { readShopWebhook, type ShopWebhook } from "./shop-webhook.ts";

/** A delivery whose signature was found right. */
export interface ShopDelivery {
  readonly domain: string;
  /** as in the header, such as `orders/create` */
  readonly topic: string;
  readonly eventId: string;
  readonly triggeredAt: Date;
  /** undefined when it is no JSON */
  readonly body: unknown;
}

export type DeliveryOutcome = "taken" | "duplicate" | "ignored" | "set_aside";

/** When this has returned, what the delivery says is in the database; Shopify may forget it. */
export async function receiveShopWebhook(delivery: ShopDelivery): Promise<DeliveryOutcome> {
  const shop = await findShop(delivery.domain);
  if (!shop) return "ignored";
  const webhook: ShopWebhook =
    delivery.body === undefined
      ? { kind: "unreadable", reason: "not_json" }
      : readShopWebhook(delivery.topic, delivery.domain, delivery.body);
  switch (webhook.kind) {
    case "unknown_topic":
    case "no_change":
      return "ignored";
    case "unreadable":
      return setAside(shop, delivery, webhook.reason);
    case "uninstalled":
      return uninstall(shop, delivery);
    case "customer_data":
    case "customer_redact":
    case "shop_redact": {
      const customerId = webhook.kind === "shop_redact" ? null : webhook.customerId;
      return requestPrivacy(shop.shopId, {
        kind: webhook.kind,
        customerId,
        eventId: delivery.eventId,
        topic: delivery.topic,
        requestedAt: delivery.triggeredAt,
      });
    }
  }
  if (shop.uninstalledAt !== null) return "ignored";
  if (webhook.kind === "shop_changed") {
    await inShop(shop.shopId, (db) => enqueue(db, "shop.changed", { shopId: shop.shopId }, { once: `${shop.shopId}` }));
    return "taken";
  }
  if (webhook.kind === "discount_changed") return discountChanged(shop.shopId, webhook.discountId);
  const { topic, eventId, triggeredAt } = delivery;
  if (webhook.kind === "customers_merged") {
    const { keptId, deletedId } = webhook;
    const merge = await receiveCustomerMerge({ shopId: shop.shopId, keptId, deletedId }, { topic, eventId, triggeredAt });
    return merge === "new" ? "taken" : "duplicate";
  }
  const received = await receiveWebhook(shop.shopId, { topic, eventId, resourceId: webhook.resourceId, triggeredAt });
  return received === "new" ? "taken" : "duplicate";
}

/** Somebody ended the app's discount or deleted it, or the app itself wrote it: publishing finds out which. */
async function discountChanged(shopId: number, discountId: string): Promise<DeliveryOutcome> {
  return inShop(shopId, async (db) => {
    const ours = await db.row("select 1 from publications where shop_id = $1 and discount_id = $2", [shopId, discountId]);
    if (!ours) return "ignored";
    await enqueue(db, "offers.publish", { shopId }, { once: `publish:${shopId}` });
    return "taken";
  });
}

async function uninstall(shop: Shop, delivery: ShopDelivery): Promise<DeliveryOutcome> {
  if (!(await uninstallShop(shop.domain, delivery.triggeredAt))) return "ignored";
  log.info({ shop: shop.domain }, "a shop uninstalled the app");
  return "taken";
}

/** Shopify would send the same body again for hours; the shop's settings show that something could not be read. */
async function setAside(shop: Shop, delivery: ShopDelivery, reason: string): Promise<DeliveryOutcome> {
  await inShop(shop.shopId, (db) =>
    db.run("insert into set_aside (shop_id, source, resource, reason, record) values ($1, 'webhook', $2, $3, $4)", [
      shop.shopId,
      delivery.topic,
      reason,
      JSON.stringify({ eventId: delivery.eventId, triggeredAt: delivery.triggeredAt.toISOString() }),
    ]),
  );
  log.warn({ shop: shop.domain, topic: delivery.topic, reason }, "a signed webhook could not be read and was set aside");
  return "set_aside";
}
