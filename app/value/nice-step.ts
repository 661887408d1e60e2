/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `width` (above 0); at least 1, as money has no smaller unit. */
export function niceStep(width: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(width, 1)));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= width) ?? 10;
  return Math.max(1, Math.ceil(step * power));
}
