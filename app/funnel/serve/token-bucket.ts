export interface TokenBuckets {
  /** Takes one token of `key`; false when it has none left. `now` in milliseconds. */
  take(key: string, now: number): boolean;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Token buckets: each key may do `burst` things at once and `perSecond` in the long run. A bucket that nobody touched for so long that it is full
 * again is forgotten, and so are those untouched the longest where more than `keys` would be remembered, which can only be too kind.
 */
export function tokenBuckets({ burst, perSecond, keys }: { burst: number; perSecond: number; keys: number }): TokenBuckets {
  const fullAfterMs = (burst / perSecond) * 1000;
  // Two generations: what is touched in one outlives it, and nothing is moved about meanwhile.
  let young = new Map<string, Bucket>();
  let old = new Map<string, Bucket>();
  let since = Number.NEGATIVE_INFINITY;
  const bucketOf = (key: string, now: number): Bucket => {
    const known = young.get(key);
    if (known) return known;
    if (now - since >= fullAfterMs || young.size >= keys / 2) {
      old = young;
      young = new Map();
      since = now;
    }
    const bucket = old.get(key) ?? { tokens: burst, at: now };
    young.set(ownText(key), bucket);
    return bucket;
  };
  return {
    take(key, now) {
      const bucket = bucketOf(key, now);
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      bucket.at = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens--;
      return true;
    },
  };
}

/** A part of a text keeps the whole in memory, here the address that was asked for. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}
