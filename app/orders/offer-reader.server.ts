import { decodeLineAttribute } from "../../extensions/contract/line-attribute.ts";
import { readOfferToken } from "../shopify/offer-token.server.ts";
import type { OfferReader } from "./line-answer.ts";

const WEEK_MS = 7 * 24 * 3600 * 1000;

/**
 * Reads the line attributes of one shop's orders. The token's own week is taken for the time it is read at: a line of a bulk
 * operation does not know when it was ordered, and a sync years later must find what the first one found.
 */
export function offerReader(domain: string): OfferReader {
  return (value) => {
    const token = decodeLineAttribute(value);
    return token && readOfferToken(domain, value, new Date(Number(token.keyId) * WEEK_MS));
  };
}
