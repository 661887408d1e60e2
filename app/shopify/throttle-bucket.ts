/** What Shopify says about the bucket after each request: points, and points a second. */
interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

/** A bucket as it was told at a moment (milliseconds). */
export interface Bucket extends ThrottleStatus {
  readonly at: number;
}

/** Points the bucket holds at `now`; never more than it can. */
export function availableAt(bucket: Bucket, now: number): number {
  return Math.min(bucket.maximumAvailable, bucket.currentlyAvailable + (Math.max(0, now - bucket.at) / 1000) * bucket.restoreRate);
}

/** Milliseconds until the bucket holds `cost` points, or is full when it never can hold so many. */
export function waitFor(bucket: Bucket, cost: number, now: number): number {
  const missing = Math.min(cost, bucket.maximumAvailable) - availableAt(bucket, now);
  return missing <= 0 ? 0 : Math.ceil((missing / bucket.restoreRate) * 1000);
}

/** The bucket after a request of `cost` points left, before Shopify has answered. */
export function spend(bucket: Bucket, cost: number, now: number): Bucket {
  return { ...bucket, currentlyAvailable: availableAt(bucket, now) - cost, at: now };
}
