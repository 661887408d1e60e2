import { z } from "zod";
import { inShop } from "../database/pool.server.ts";
import { prisma } from "../database/prisma.server.ts";
import { fieldErrors } from "../field-errors.ts";
import { enqueue } from "../jobs/queue.server.ts";

const share = z.number().int().min(0, "percentage_range").max(10_000, "percentage_range");

/** What a merchant may set: shares in basis points, the fixed fee in minor units of the shop's currency. */
const Settings = z.object({
  assumedCostBp: share,
  paymentFeeBp: share,
  paymentFeeFixed: z.number().int().min(0, "not_an_amount").max(Number.MAX_SAFE_INTEGER, "not_an_amount"),
  marginFloorBp: share,
  valueBase: z.enum(["profit", "revenue"]),
});

export interface ShopSettings extends z.infer<typeof Settings> {
  readonly setupDismissedAt: string | null;
  readonly costsConfirmedAt: string | null;
}

export async function shopSettings(shopId: number): Promise<ShopSettings> {
  const row = await prisma().shop.findUniqueOrThrow({ where: { id: shopId } });
  return {
    assumedCostBp: row.assumedCostBp,
    paymentFeeBp: row.paymentFeeBp,
    paymentFeeFixed: Number(row.paymentFeeFixed),
    marginFloorBp: row.marginFloorBp,
    valueBase: row.valueBase === "revenue" ? "revenue" : "profit",
    setupDismissedAt: row.setupDismissedAt?.toISOString() ?? null,
    costsConfirmedAt: row.costsConfirmedAt?.toISOString() ?? null,
  };
}

/** Saves the settings and has every customer's value and every offer's result computed again. `errors` maps fields to codes. */
export async function saveShopSettings(
  shopId: number,
  input: unknown,
): Promise<{ kind: "saved" } | { kind: "invalid"; errors: Record<string, string> }> {
  const parsed = Settings.safeParse(input);
  if (!parsed.success) return { kind: "invalid", errors: fieldErrors(parsed.error.issues) };
  // A share the merchant has just set is one the merchant knows.
  await prisma().shop.update({ where: { id: shopId }, data: { ...parsed.data, costsConfirmedAt: new Date() } });
  await inShop(shopId, async (db) => {
    await enqueue(db, "value.rebuild", { shopId }, { once: `rebuild:${shopId}` });
    await enqueue(db, "ledger.rebuild", { shopId }, { once: `rebuild:${shopId}` });
  });
  return { kind: "saved" };
}

export async function dismissSetup(shopId: number): Promise<void> {
  await prisma().shop.update({ where: { id: shopId }, data: { setupDismissedAt: new Date() } });
}

export async function showSetup(shopId: number): Promise<void> {
  await prisma().shop.update({ where: { id: shopId }, data: { setupDismissedAt: null } });
}

export async function confirmCosts(shopId: number): Promise<void> {
  await prisma().shop.update({ where: { id: shopId }, data: { costsConfirmedAt: new Date() } });
}
