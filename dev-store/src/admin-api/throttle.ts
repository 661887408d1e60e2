export interface Bucket {
  maximumAvailable: number;
  restoreRate: number;
}

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/**
 * The leaky buckets of query cost in one store, one for each app. 100 points a second is Shopify's published rate of a
 * standard plan; the bucket of 2000 is what responses of such stores show and is not promised anywhere.
 */
export class Throttle {
  readonly #levels = new Map<string, { available: number; at: number }>();

  /** Takes the requested cost, or leaves the bucket alone and says no. `now` in epoch milliseconds. */
  take(key: string, cost: number, bucket: Bucket, now: number): boolean {
    const level = this.#level(key, bucket, now);
    if (cost > level.available) return false;
    level.available -= cost;
    return true;
  }

  /** After execution the part that was not used flows back. */
  giveBack(key: string, points: number, bucket: Bucket, now: number): void {
    const level = this.#level(key, bucket, now);
    level.available = Math.min(bucket.maximumAvailable, level.available + points);
  }

  status(key: string, bucket: Bucket, now: number): ThrottleStatus {
    return { ...bucket, currentlyAvailable: Math.floor(this.#level(key, bucket, now).available) };
  }

  #level(key: string, bucket: Bucket, now: number): { available: number; at: number } {
    const known = this.#levels.get(key);
    const level = known ?? { available: bucket.maximumAvailable, at: now };
    if (!known) this.#levels.set(key, level);
    const restored = (Math.max(0, now - level.at) / 1000) * bucket.restoreRate;
    level.available = Math.min(bucket.maximumAvailable, level.available + restored);
    level.at = now;
    return level;
  }
}
