import { expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { dismissSetup, shopSettings, showSetup } from "./shop-settings.server.ts";

ownDatabase();

test("a setup guide that was hidden can be shown again", async () => {
  const shopId = await insertShop();
  await dismissSetup(shopId);
  expect((await shopSettings(shopId)).setupDismissedAt).not.toBeNull();
  await showSetup(shopId);
  expect((await shopSettings(shopId)).setupDismissedAt).toBeNull();
});
