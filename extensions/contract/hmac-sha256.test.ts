import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBase64Url } from "./base64-url.ts";
import { hmacKey, hmacSha256, sameText } from "./hmac-sha256.ts";

const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)), maxLength: 300 });

test("the mac is the one Node computes, for every key up to a block and every ASCII text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), ascii, (key, text) => {
      expect(Buffer.from(hmacSha256(hmacKey([...key]), text))).toEqual(createHmac("sha256", key).update(text).digest());
    }),
    { numRuns: 300 },
  );
});

test("every length around the ends of a block", () => {
  const key = randomBytes(32);
  for (let length = 0; length <= 200; length += 1) {
    const text = "x".repeat(length);
    expect(Buffer.from(hmacSha256(hmacKey([...key]), text)).toString("hex")).toBe(createHmac("sha256", key).update(text).digest("hex"));
  }
});

test("what is not ASCII and a key beyond a block are refused", () => {
  expect(() => hmacSha256(hmacKey([1]), "é")).toThrow("ASCII");
  expect(() => hmacKey(new Array(65).fill(0))).toThrow("65 bytes");
});

test("base64 for URLs is written as Node does", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(encodeBase64Url([...bytes])).toBe(Buffer.from(bytes).toString("base64url"));
    }),
  );
});

test("texts are the same only when every letter and the length are", () => {
  expect([sameText("abc", "abc"), sameText("abc", "abd"), sameText("abc", "ab"), sameText("ab", "abc"), sameText("", "")]).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});
