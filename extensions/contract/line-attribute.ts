/**
 * The attribute a cart line carries when it was added by accepting an offer. The underscore hides it
 * from the shopper, as Shopify themes do. It says which decision the line answers and nothing else:
 * the Function takes price, product and limits from its own metafield.
 */
export const LINE_ATTRIBUTE = "_crescendo";

export interface LineAttribute {
  /** the offer's id: a positive integer */
  readonly offerId: number;
  /** the decision's id: a lower-case UUID */
  readonly decisionId: string;
}

const SHAPE = /^1\.([1-9]\d{0,9})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export function encodeLineAttribute({ offerId, decisionId }: LineAttribute): string {
  return `1.${offerId}.${decisionId}`;
}

/** null for anything that `encodeLineAttribute` did not make. */
export function decodeLineAttribute(value: unknown): LineAttribute | null {
  if (typeof value !== "string") return null;
  const match = SHAPE.exec(value);
  return match ? { offerId: Number(match[1]), decisionId: match[2] as string } : null;
}
