import { expect, test } from "vitest";
import { CartGoods, type CartRow } from "./cart-facts.server.ts";

let shops = 0;
const begun = Date.parse("2026-03-15T12:00:00Z");
const row = (id: string, more: Partial<CartRow> = {}): CartRow => ({
  viewed: false,
  variantId: id,
  productId: `9${id}`,
  productType: "Mug",
  unitPrice: 1_000,
  unitCost: null,
  collectionIds: "{3,4}",
  ...more,
});
const asked = (shopId: number, variants: string[], now: number, products: string[] = []) =>
  new CartGoods(shopId, { variants, products }, now);
const unread = (goods: CartGoods) => goods.statement?.values.slice(1, 3) ?? null;

test("what was read is not read again for some seconds, and never believed for longer than fifteen", () => {
  const shopId = ++shops;
  for (let turn = 0; turn < 12; turn++) {
    const id = String(turn + 1);
    const at = begun + turn * 61_300;
    const first = asked(shopId, [id, id], at);
    expect(unread(first)).toEqual([[id], []]);
    first.keep([row(id)]);
    expect(first.variant(id)).toMatchObject({ productId: `9${id}`, collectionIds: ["3", "4"] });
    expect(unread(asked(shopId, [id], at + 7_400))).toBeNull();
    expect(unread(asked(shopId, [id], at + 15_000))).toEqual([[id], []]);
  }
});

test("variants and products of the same number, and those of other shops, are told apart", () => {
  const [one, other] = [++shops, ++shops];
  const now = begun + 1_000_000;
  asked(one, ["5"], now, ["95"]).keep([row("5"), row("6", { viewed: true, productId: "95", unitPrice: 700 })]);
  const again = asked(one, ["5", "95"], now, ["95", "5"]);
  expect([again.variant("5")?.unitPrice, again.product("95")?.unitPrice]).toEqual([1_000, 700]);
  expect(unread(again)).toEqual([["95"], ["5"]]);
  expect(unread(asked(other, ["5"], now))).toEqual([["5"], []]);
});

test("after a clock was set back nothing is believed that was read before", () => {
  const shopId = ++shops;
  asked(shopId, ["7"], begun + 3_600_000).keep([row("7")]);
  expect(unread(asked(shopId, ["7"], begun))).toEqual([["7"], []]);
});

test("a number that can be nobody's is not asked for, and the rest is", () => {
  const goods = asked(++shops, ["9223372036854775808", "8"], begun + 100_000);
  expect(unread(goods)).toEqual([["8"], []]);
  expect(goods.variant("9223372036854775808")).toBeUndefined();
});
