import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, insertShop } from "../../tests/test-database.ts";
import { dismissSetup, shopSettings, showSetup } from "./shop-settings.server.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a setup guide that was hidden can be shown again", async () => {
  const shopId = await insertShop();
  await dismissSetup(shopId);
  expect((await shopSettings(shopId)).setupDismissedAt).not.toBeNull();
  await showSetup(shopId);
  expect((await shopSettings(shopId)).setupDismissedAt).toBeNull();
});
