/** 32-bit FNV-1a over UTF-16 code units. Source: draft-eastlake-fnv. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/**
 * A number in [0, 1) for a unit (visitor, customer), the same each time for the same seed and independent between seeds.
 * Version 2 has 10,000 steps; version 1, of 1,000 steps, is kept for experiments that began with it.
 * Source: the GrowthBook SDK specification, "hash".
 */
export function hashUnit(seed: string, id: string, version: 1 | 2 = 2): number {
  if (version === 2) return (fnv1a32(String(fnv1a32(seed + id))) % 10_000) / 10_000;
  return (fnv1a32(id + seed) % 1000) / 1000;
}
