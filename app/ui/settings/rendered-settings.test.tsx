import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wordsOf } from "../../../tests/words-of.tsx";
import { ASKED_SCOPES } from "../../shopify/asked-scopes.ts";
import { DataSettings } from "./data-settings.tsx";
import { adminPage, recordSubject } from "./record-subject.ts";
import { SetAsideSettings } from "./set-aside-settings.tsx";

const held = { orders: 1, lines: 1, refunds: 0, customers: 1, products: 1, decisions: 0 };

test("the rights told are those the app asks for, and a missing one can be granted", () => {
  const toml = readFileSync("shopify.app.toml", "utf8");
  const asked = /^scopes = "(.*)"$/m.exec(toml)?.[1]?.split(",") ?? [];
  expect([...ASKED_SCOPES].sort()).toEqual(asked.sort());
  const all = wordsOf(<DataSettings held={held} scopes={ASKED_SCOPES} />);
  expect(all).not.toContain("Not granted");
  expect(all).not.toContain("Grant what is missing");
  const some = wordsOf(<DataSettings held={held} scopes={ASKED_SCOPES.slice(1)} />);
  expect(some).toContain("Not granted");
  expect(some).toContain("Grant what is missing in Shopify");
});

test("a record set aside is told by its number and why in words, not by names of the program", () => {
  const row = { id: 1, source: "sync 3", resource: "orders", recordId: "77", createdAt: "2026-03-15T12:00:00.000Z" };
  const rows = [
    { ...row, reason: "offer_token_invalid" },
    { ...row, id: 2, recordId: null, resource: "carts/update", reason: "totals is not a list" },
  ];
  const words = wordsOf(<SetAsideSettings rows={rows} total={2} />);
  expect(words).toContain("Order 77");
  expect(words).toContain("an offer price that Crescendo had not given");
  expect(words).toContain("Something else Shopify sent it in a form Crescendo cannot read.");
  const [told = "", technical = ""] = words.split("Technical details");
  expect(told).not.toMatch(/offer_token_invalid|carts\/update|sync 3|not a list/);
  expect(technical).toContain("sync 3 orders 77: offer_token_invalid");
  expect(wordsOf(<SetAsideSettings rows={rows} total={2} />, "vi")).toContain("Đơn hàng 77");
});

test("what an update is about is known by its topic, and found in Shopify's admin where that has a page", () => {
  expect(
    ["orders/edited", "refunds/create", "orders", "products/delete", "inventory_items/update", "shop/update"].map(recordSubject),
  ).toEqual(["order", "order", "order", "product", "stock", "other"]);
  expect(adminPage("order", "1")).toBe("shopify://admin/orders/1");
  expect(adminPage("stock", "1")).toBeNull();
});
