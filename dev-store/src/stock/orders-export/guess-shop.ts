import { currencyDigits } from "../../admin-api/money.ts";
import type { CollectedOrders, Item } from "./collect-orders.ts";
import type { OrderDraft } from "./order-draft.ts";
import { type ShopMoney, settleOrder } from "./settle-order.ts";

/**
 * The currency most orders have, or "" when no order says one; the alphabet settles a tie. Where there are several, only
 * orders whose money adds up have a say, so that broken orders cannot outvote a shop's good ones.
 */
export function shopMoney(collected: CollectedOrders): ShopMoney {
  const currencies = new Set(collected.drafts.flatMap(({ head }) => head?.currency ?? []));
  const inItsOwn = (draft: OrderDraft) => {
    const own = draft.head ? moneyIn(draft.head.currency) : null;
    return own && settleOrder(draft, collected, own).kind === "settled" ? own.currency : [];
  };
  const [only = ""] = currencies;
  return moneyIn(currencies.size < 2 ? only : (mostOften(collected.drafts.flatMap(inItsOwn)) ?? only));
}

function moneyIn(currency: string): ShopMoney {
  return { currency, digits: currency === "" ? 2 : currencyDigits(currency) };
}

/** Times in an export carry the shop's offset from UTC, so the zone is known to the hour but not by place. */
export function shopTimezone(drafts: readonly OrderDraft[]): string {
  const minutes = Number(mostOften(drafts.flatMap(({ head }) => (head ? String(head.offsetMinutes) : []))) ?? 0);
  if (minutes === 330) return "Asia/Kolkata";
  const hours = Math.trunc(minutes / 60);
  if (hours === 0 || Math.abs(hours) > 12) return "Etc/UTC";
  // POSIX signs: Etc/GMT-2 is two hours east of Greenwich.
  return `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
}

/** A shop that sells only its own goods is named after the vendor, another after its domain. */
export function nameShop(items: readonly Item[], domain: string): string {
  const vendors = new Set(items.map(({ vendor }) => vendor).filter((vendor) => vendor !== ""));
  const [vendor] = vendors;
  if (vendor !== undefined && vendors.size === 1) return vendor;
  const words = domain.replace(/\.myshopify\.com$/, "").split("-");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}

function mostOften(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))[0]?.[0];
}
