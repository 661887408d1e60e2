import type { Offer, OfferDraft } from "../offers/offer.ts";
import { count, type FindingSubject, finding, moment, names, type PublishFinding, share } from "./publish-finding.ts";

type Segment = "first_time" | "returning";

/** Who came by the places of an offer lately. */
export interface RecentVisitors {
  readonly visitors: number;
  /** of them, not signed in or without an order, at `tripwirePlaces` */
  readonly visitorsFirstTime: number;
  /** null: nobody came by */
  readonly since: string | null;
}

/** What other live offers do to this one: go first, compete, sell the same product, or keep it from being published. */
export function offerConflicts(offer: Offer, others: readonly Offer[], recent: RecentVisitors): PublishFinding[] {
  const meeting = others.filter((other) => other.id !== offer.id && meet(offer, other));
  const first = meeting.filter((other) => other.stage === offer.stage && other.priority > offer.priority);
  const always = first.filter((other) => coversAlways(other, offer));
  const partly = first.filter((other) => !always.includes(other));
  const level = meeting.filter((other) => other.stage === offer.stage && other.priority === offer.priority);
  const alike = others.filter((other) => other.id !== offer.id && other.productIds.some((id) => offer.productIds.includes(id)));
  const sets = others.filter((other) => other.id !== offer.id && setsDiffer(offer, other));
  const found: PublishFinding[] = [];
  if (sets.length > 0) found.push(finding("stops", "collection_sets_differ", ...of(sets)));
  if (always.length > 0) found.push(finding("warns", "outranked", ...of(always)));
  if (partly.length > 0) found.push(finding("tells", "outranked_partly", ...of(partly)));
  found.push(...otherStage(offer, meeting, recent));
  if (level.length > 0) found.push(finding("tells", "shares_place", ...of(level)));
  if (alike.length > 0) found.push(finding("tells", "product_elsewhere", ...of(alike)));
  return found;
}

/** Of the offer's places, those at which a tripwire may go first. */
export function tripwirePlaces(offer: Offer, others: readonly Offer[]): OfferDraft["placements"] {
  const before = tripwiresBefore(
    offer,
    others.filter((other) => other.id !== offer.id && meet(offer, other)),
  );
  return offer.placements.filter((place) => before.some(({ placements }) => placements.includes(place)));
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

/** Below it, an offer that meets tripwires is still what most visitors see. */
const MOST = 0.5;

/**
 * Stages come before priorities, as decisions have it: whoever is not signed in or has no order sees a tripwire before all other offers, and
 * everyone else after them. No priority changes that.
 */
function otherStage(offer: Offer, meeting: readonly Offer[], { visitors, visitorsFirstTime, since }: RecentVisitors): PublishFinding[] {
  if (offer.stage === "tripwire") {
    const after = meeting.filter((other) => other.stage !== offer.stage && shared(offer, other).includes("returning"));
    if (after.length === 0) return [];
    const only = offer.audience === "returning_customers" && after.some((other) => coversAlways(other, offer));
    return [finding(only ? "warns" : "tells", "tripwire_last", ...of(after))];
  }
  const before = tripwiresBefore(offer, meeting);
  if (before.length === 0) return [];
  const part = visitors > 0 ? visitorsFirstTime / visitors : 1;
  const severity = part >= MOST && before.some((other) => startsWherever(other, offer)) ? "warns" : "tells";
  const [values, about] = of(before);
  if (since === null) return [finding(severity, "tripwire_first", values, about)];
  const measured = { visitors: count(visitors), within: count(visitorsFirstTime), since: moment(since), share: share(part) };
  return [finding(severity, "tripwire_first_measured", { ...values, ...measured }, about)];
}

function tripwiresBefore(offer: Offer, meeting: readonly Offer[]): Offer[] {
  if (offer.stage === "tripwire") return [];
  return meeting.filter((other) => other.stage === "tripwire" && shared(offer, other).includes("first_time"));
}

/** Whether the other is for everyone whom this one could be shown to, wherever that is. */
function coversAlways(other: Offer, offer: Offer): boolean {
  return segmentsOf(offer).every((segment) => segmentsOf(other).includes(segment)) && startsWherever(other, offer);
}

function startsWherever(other: Offer, offer: Offer): boolean {
  return (
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
