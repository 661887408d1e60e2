import fc from "fast-check";
import { expect, test } from "vitest";
import { readProxyQuery } from "./proxy-query.ts";

const good = {
  shop: "a.myshopify.com",
  path_prefix: "/apps/crescendo",
  timestamp: "1790000000",
  logged_in_customer_id: "",
  signature: "a".repeat(64),
};
const read = (change: Record<string, string> = {}) => readProxyQuery(new URLSearchParams({ ...good, ...change }));

test("Shopify's own form is read, also under a prefix the merchant chose", () => {
  expect(read()).toEqual({ kind: "sound", domain: "a.myshopify.com", customerId: null });
  expect(read({ logged_in_customer_id: "7", path_prefix: "/a/my-offers" })).toEqual({
    kind: "sound",
    domain: "a.myshopify.com",
    customerId: "7",
  });
});

test("whatever is glued into a parameter, it is not read as another", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(good)), fc.string({ minLength: 1 }), fc.boolean(), (name, text, behind) => {
      const value = good[name as keyof typeof good];
      const result = read({ [name]: behind ? `${value}${text}` : `${text}${value}` });
      if (result.kind === "sound")
        expect({ domain: result.domain, customerId: result.customerId ?? "" }).toSatisfy(
          (seen: { domain: string; customerId: string }) =>
            /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(seen.domain) && /^\d*$/.test(seen.customerId),
        );
    }),
  );
});

test.each(Object.keys(good))("%s must be there, once", (name) => {
  const without = new URLSearchParams(good);
  without.delete(name);
  expect(readProxyQuery(without)).toEqual({ kind: "unsound", field: name });
  const twice = new URLSearchParams(good);
  twice.append(name, good[name as keyof typeof good]);
  expect(readProxyQuery(twice)).toEqual({ kind: "unsound", field: name });
});
