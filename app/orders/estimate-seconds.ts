/**
 * Seconds a sync still takes: what is not loaded yet at the pace so far. null until something is loaded, and while a
 * part's size is not known because Shopify still collects it.
 */
export function estimateSeconds(parts: readonly { stage: string; found: number; loaded: number }[], elapsedSeconds: number): number | null {
  if (parts.length === 0 || parts.some((part) => part.stage === "requested" || part.stage === "running")) return null;
  const loaded = parts.reduce((sum, part) => sum + part.loaded, 0);
  const left = parts.reduce(
    (sum, part) => sum + (part.stage === "done" || part.stage === "failed" ? 0 : Math.max(0, part.found - part.loaded)),
    0,
  );
  if (loaded === 0 || elapsedSeconds <= 0) return null;
  return Math.ceil((left * elapsedSeconds) / loaded);
}
