/** Of two shoppers who come at once, the one who came first may be answered last. */
const OUT_OF_ORDER_MS = 1_000;

/** Whether what was read at a moment is at most `most` ms old for who came at `now`. A clock that was set back makes nothing recent. */
export function isRecent(readAt: number, now: number, most: number): boolean {
  const age = now - readAt;
  return age < most && age > -OUT_OF_ORDER_MS;
}
