import type { Offer } from "./offer.ts";
import { type FindingSubject, finding, names, type PublishFinding } from "./publish-finding.ts";

type Segment = "first_time" | "returning";

/** What other live offers do to this one: go first, compete, sell the same product, or keep it from being published. */
export function offerConflicts(offer: Offer, others: readonly Offer[]): PublishFinding[] {
  const meeting = others.filter((other) => other.id !== offer.id && meet(offer, other));
  const first = meeting.filter((other) => segmentsOf(offer).some((segment) => goesFirst(other, offer, segment)));
  const always = first.filter((other) => coversAlways(other, offer));
  const partly = first.filter((other) => !always.includes(other));
  const level = meeting.filter((other) => shared(offer, other).some((segment) => tier(other, segment) === tier(offer, segment)));
  const alike = others.filter((other) => other.id !== offer.id && other.productIds.some((id) => offer.productIds.includes(id)));
  const sets = others.filter((other) => other.id !== offer.id && setsDiffer(offer, other));
  const found: PublishFinding[] = [];
  if (sets.length > 0) found.push(finding("stops", "collection_sets_differ", ...of(sets)));
  if (always.length > 0) found.push(finding("warns", "outranked", ...of(always)));
  if (partly.length > 0) found.push(finding("tells", "outranked_partly", ...of(partly)));
  if (level.length > 0) found.push(finding("tells", "shares_place", ...of(level)));
  if (alike.length > 0) found.push(finding("tells", "product_elsewhere", ...of(alike)));
  return found;
}

/** Their names for the words, and they themselves to go there. */
function of(offers: readonly Offer[]): [PublishFinding["values"], FindingSubject[]] {
  return [{ offers: names(offers.map(({ name }) => name)) }, offers.map(({ id, name }) => ({ kind: "offer", id, name }))];
}

function segmentsOf({ audience }: Offer): Segment[] {
  if (audience === "everyone") return ["first_time", "returning"];
  return [audience === "first_time_buyers" ? "first_time" : "returning"];
}

function shared(a: Offer, b: Offer): Segment[] {
  return segmentsOf(a).filter((segment) => segmentsOf(b).includes(segment));
}

function meet(a: Offer, b: Offer): boolean {
  const begins = (offer: Offer) => (offer.startsAt === null ? Number.NEGATIVE_INFINITY : Date.parse(offer.startsAt));
  const ends = (offer: Offer) => (offer.endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(offer.endsAt));
  return (
    shared(a, b).length > 0 && a.placements.some((place) => b.placements.includes(place)) && begins(a) < ends(b) && begins(b) < ends(a)
  );
}

/** Smaller goes first, as decisions have it: a tripwire before all for first-time buyers and after all for others, then priority. */
function tier({ stage, priority }: Offer, segment: Segment): number {
  const rank = stage === "tripwire" ? (segment === "first_time" ? 0 : 2) : 1;
  return rank * 1_000 - priority;
}

function goesFirst(other: Offer, offer: Offer, segment: Segment): boolean {
  return segmentsOf(other).includes(segment) && tier(other, segment) < tier(offer, segment);
}

/** Whether the other goes first wherever this one could be shown. */
function coversAlways(other: Offer, offer: Offer): boolean {
  return (
    segmentsOf(offer).every((segment) => goesFirst(other, offer, segment)) &&
    offer.placements.every((place) => other.placements.includes(place)) &&
    (other.trigger.kind === "any" || JSON.stringify(other.trigger) === JSON.stringify(offer.trigger))
  );
}

/** A Function asks Shopify about one set of collections. */
function setsDiffer(a: Offer, b: Offer): boolean {
  if (a.trigger.kind !== "collection" || b.trigger.kind !== "collection") return false;
  const set = (ids: readonly string[]) => [...new Set(ids)].sort().join();
  return set(a.trigger.collectionIds) !== set(b.trigger.collectionIds);
}
