import { expect, test } from "vitest";
import { decodeLineAttribute } from "../../extensions/contract/line-attribute.ts";
import { tokenVerifier } from "../../extensions/contract/token-verifier.ts";
import { readOfferToken, signOfferToken } from "./offer-token.server.ts";
import { offerTokenKey, offerTokenKeyId, offerTokenKeys } from "./offer-token-keys.server.ts";

// the keys need the app's secret and nothing of a database
process.env.DATABASE_URL ??= "postgresql://127.0.0.1/none";

const DAY = 24 * 3600 * 1000;
const now = new Date("2026-03-15T12:00:00Z");
const decisionId = "9f1c2d3e-4b5a-4678-9abc-def012345678";
const domain = "a.myshopify.com";
const days = (count: number) => new Date(now.getTime() + count * DAY);

function sign(values: { domain?: string; now?: Date; timezone?: string } = {}): string {
  return signOfferToken(values.domain ?? domain, {
    offerId: 7,
    variantId: "2011",
    discount: { kind: "percentage", value: 1500 },
    maxQuantity: 2,
    decisionId,
    now: values.now ?? now,
    timezone: values.timezone ?? "Europe/Paris",
  });
}

test("what the app signs says what was promised, and the app reads which decision it answers", () => {
  expect(decodeLineAttribute(sign())).toMatchObject({
    keyId: "2932",
    offerId: 7,
    variantId: "2011",
    discount: { kind: "percentage", value: 1500 },
    maxQuantity: 2,
    lastDay: "2026-03-16",
    decisionId,
  });
  expect(readOfferToken(domain, sign(), now)).toEqual({ offerId: 7, decisionId });
});

test("it holds until the end of tomorrow where the shop is, whatever the clocks do that night", () => {
  const lastDay = (moment: string, timezone: string) => decodeLineAttribute(sign({ now: new Date(moment), timezone }))?.lastDay;
  expect(lastDay("2026-03-15T23:30:00Z", "Europe/Paris")).toBe("2026-03-17");
  expect(lastDay("2026-03-15T02:00:00Z", "America/Los_Angeles")).toBe("2026-03-15");
  expect(lastDay("2026-10-24T22:30:00Z", "Europe/Paris")).toBe("2026-10-26");
  expect(lastDay("2026-12-31T12:00:00Z", "Asia/Ho_Chi_Minh")).toBe("2027-01-01");
});

test("another shop's token, a changed one, an old one and one of a week to come are nobody's", () => {
  expect(readOfferToken("b.myshopify.com", sign(), now)).toBeNull();
  expect(readOfferToken(domain, sign().replace(".7.", ".8."), now)).toBeNull();
  expect(readOfferToken(domain, `1.7.${decisionId}`, now)).toBeNull();
  for (const value of [null, undefined, 7, "", {}]) expect(readOfferToken(domain, value, now)).toBeNull();
  expect(readOfferToken(domain, sign(), days(56))).toEqual({ offerId: 7, decisionId });
  expect(readOfferToken(domain, sign(), days(70))).toBeNull();
  expect(readOfferToken(domain, sign(), days(-14))).toBeNull();
});

test("whatever is signed until the next publication verifies with the keys published before, for a week and more", () => {
  for (let hours = 0; hours < 24 * 14; hours += 1) {
    const published = new Date(now.getTime() + hours * 3600 * 1000);
    const verify = tokenVerifier(offerTokenKeys(domain, published));
    for (const later of [0, 1, 6.99]) {
      const token = decodeLineAttribute(sign({ now: new Date(published.getTime() + later * DAY) }));
      expect(token && verify(token)).toBe(true);
    }
    // and what was signed as long as two days before still does
    const token = decodeLineAttribute(sign({ now: new Date(published.getTime() - 2 * DAY) }));
    expect(token && verify(token)).toBe(true);
  }
});

test("every shop and week has a key of its own, 32 bytes long", () => {
  const keys = [offerTokenKey(domain, "2932"), offerTokenKey(domain, "2933"), offerTokenKey("b.myshopify.com", "2932")];
  expect(new Set(keys.map((key) => key.export().toString("hex"))).size).toBe(3);
  expect(keys.every((key) => key.symmetricKeySize === 32)).toBe(true);
  expect(offerTokenKeyId(new Date("1970-01-01T00:00:00Z"))).toBe("0");
  expect([offerTokenKeyId(new Date("2026-03-11T23:59:59Z")), offerTokenKeyId(new Date("2026-03-12T00:00:00Z"))]).toEqual(["2931", "2932"]);
});
