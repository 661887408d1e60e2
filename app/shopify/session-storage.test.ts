import { Session } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import { ownDatabase } from "../../tests/test-database.ts";
import { pool } from "../database/pool.server.ts";
import { SealedSessionStorage, SessionStorageWithoutRefresh } from "./session-storage.server.ts";

ownDatabase();
const storage = new SealedSessionStorage();

function session(values: Partial<ConstructorParameters<typeof Session>[0]> = {}): Session {
  return new Session({
    id: "offline_a.myshopify.com",
    shop: "a.myshopify.com",
    state: "state-1",
    isOnline: false,
    scope: "read_orders,read_products",
    accessToken: "access-canary-1",
    expires: new Date("2026-11-21T10:00:00.000Z"),
    refreshToken: "refresh-canary-1",
    refreshTokenExpires: new Date("2027-02-19T10:00:00.000Z"),
    ...values,
  });
}

test("every field of an offline session comes back", async () => {
  await storage.storeSession(session());
  expect(await storage.loadSession("offline_a.myshopify.com")).toEqual(session());
  expect(await storage.findSessionsByShop("a.myshopify.com")).toEqual([session()]);
});

test("every field of an online session comes back, the staff member sealed", async () => {
  const online = session({
    id: "a.myshopify.com_1",
    isOnline: true,
    onlineAccessInfo: {
      expires_in: 86_399,
      associated_user_scope: "read_orders",
      associated_user: {
        id: 1,
        first_name: "An",
        last_name: "Le",
        email: "canary@staff.example",
        email_verified: true,
        account_owner: true,
        locale: "vi",
        collaborator: false,
      },
    },
  });
  await storage.storeSession(online);
  expect(await storage.loadSession(online.id)).toEqual(online);
  const { rows } = await pool().query<{ row: string }>("select s::text as row from sessions s");
  expect(rows.length).toBeGreaterThan(1);
  for (const { row } of rows) expect(row).not.toMatch(/canary/);
});

test("a token without an expiry is taken to last 55 minutes", async () => {
  const endless = session({ id: "offline_b.myshopify.com", shop: "b.myshopify.com" });
  delete endless.expires;
  await storage.storeSession(endless);
  const minutes = (((await storage.loadSession(endless.id))?.expires?.getTime() ?? 0) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(54);
  expect(minutes).toBeLessThanOrEqual(55);
});

test("a sealed token copied to another shop's row does not open", async () => {
  await storage.storeSession(session());
  await storage.storeSession(session({ id: "offline_c.myshopify.com", shop: "c.myshopify.com" }));
  await pool().query(
    "update sessions c set access_token = a.access_token from sessions a where a.id = 'offline_a.myshopify.com' and c.id = 'offline_c.myshopify.com'",
  );
  await expect(storage.loadSession("offline_c.myshopify.com")).rejects.toThrow(/another shop/);
});

test("the library sees no refresh token, and deleting deletes", async () => {
  await storage.storeSession(session());
  const seen = await new SessionStorageWithoutRefresh().loadSession("offline_a.myshopify.com");
  expect(seen?.accessToken).toBe("access-canary-1");
  expect(seen?.refreshToken).toBeUndefined();
  await storage.deleteSessions(["offline_a.myshopify.com", "offline_c.myshopify.com"]);
  expect(await storage.loadSession("offline_a.myshopify.com")).toBeUndefined();
});

test("a session whose key is gone counts as none, so that the merchant's next visit renews it", async () => {
  await storage.storeSession(session());
  await pool().query("update sessions set access_token = 'gone.' || split_part(access_token, '.', 2) where id = 'offline_a.myshopify.com'");
  expect(await storage.loadSession("offline_a.myshopify.com")).toBeUndefined();
});
