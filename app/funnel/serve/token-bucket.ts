export interface TokenBuckets {
  /** Takes one token of `key`; false when it has none left. `now` in milliseconds. */
  take(key: string, now: number): boolean;
}

/**
 * Token buckets: each key may do `burst` things at once and `perSecond` in the long run. At most `keys` are
 * remembered; the longest untouched one is forgotten first, which can only be too kind.
 */
export function tokenBuckets(limits: { burst: number; perSecond: number; keys: number }): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, now) {
      const known = buckets.get(key) ?? { tokens: limits.burst, at: now };
      buckets.delete(key);
      const tokens = Math.min(limits.burst, known.tokens + (Math.max(0, now - known.at) / 1000) * limits.perSecond);
      const allowed = tokens >= 1;
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
      if (buckets.size > limits.keys) buckets.delete(buckets.keys().next().value as string);
      return allowed;
    },
  };
}
