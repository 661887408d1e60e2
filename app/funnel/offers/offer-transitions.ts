import type { Offer } from "./offer.ts";

type Status = Offer["status"];

const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  draft: ["live"],
  live: ["paused", "ended"],
  paused: ["live", "ended"],
  ended: ["live"],
};

/** Whether an offer may go from one status to another; to the one it has, always. */
export function mayBecome(from: Status, to: Status): boolean {
  return from === to || NEXT[from].includes(to);
}
