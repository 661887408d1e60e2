import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { open, parseSealKeys, seal } from "./token-seal.server.ts";

const entry = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const old = entry("old");
const keys = parseSealKeys([entry("new"), old]);
const owner = { shop: "a.myshopify.com", field: "access_token" } as const;

test("whatever is sealed opens to the same text, and twice sealed looks different", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const sealed = seal(keys, text, owner);
      expect(open(keys, sealed, owner)).toBe(text);
      expect(seal(keys, text, owner)).not.toBe(sealed);
      if (text.length > 4) expect(sealed).not.toContain(text);
    }),
  );
});

test("another shop's or another field's sealed text does not open", () => {
  const sealed = seal(keys, "token", owner);
  expect(() => open(keys, sealed, { ...owner, shop: "b.myshopify.com" })).toThrow(/another shop/);
  expect(() => open(keys, sealed, { ...owner, field: "refresh_token" })).toThrow(/altered/);
});

test("an altered byte anywhere is noticed", () => {
  const sealed = seal(keys, "a token of some length", owner);
  const [id, body] = sealed.split(".") as [string, string];
  const bytes = Buffer.from(body, "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => open(keys, `${id}.${altered.toString("base64url")}`, owner)).toThrow(/altered/);
  }
  expect(() => open(keys, "new.AAAA", owner)).toThrow(/sealed form/);
  expect(() => open(keys, "clear text", owner)).toThrow(/sealed form/);
});

test("after a rotation old texts open, new ones use the new key, and a dropped key says so", () => {
  const sealed = seal(parseSealKeys([old]), "token", owner);
  expect(open(keys, sealed, owner)).toBe("token");
  expect(seal(keys, "token", owner)).toMatch(/^new\./);
  expect(() => open(parseSealKeys([entry("newer")]), sealed, owner)).toThrow(/"old", which TOKEN_ENCRYPTION_KEYS no longer holds/);
});
