import type { PlotFrame } from "./plot-frame.ts";

/** Pixels: how wide a letter of an axis is at most, on average over a label, and what is left free between two labels. */
const LETTER = 6.5;
const GAP = 8;

/** Words at a place of the horizontal axis, in pixels. */
export interface BottomLabel {
  readonly x: number;
  readonly text: string;
  /** shown also where others then have no room */
  readonly always?: boolean;
}

interface FittingLabel {
  readonly x: number;
  readonly text: string;
  readonly anchor: "start" | "middle" | "end";
}

/** The labels that can be shown, from left to right: every so many, as many as their own length lets stand apart, none outside the picture. */
export function fittingLabels(labels: readonly BottomLabel[], frame: PlotFrame): FittingLabel[] {
  const placed = labels.map((label) => placeLabel(label, frame));
  const always = placed.filter((label) => label.always);
  for (let every = 1; ; every++) {
    const regular = placed.filter((label, index) => index % every === 0 && !label.always && always.every((other) => apart(label, other)));
    if (every >= placed.length || regular.every((label, index) => index === 0 || apart(label, regular[index - 1] as typeof label)))
      return [...regular, ...always].toSorted((a, b) => a.left - b.left).map(({ x, text, anchor }) => ({ x, text, anchor }));
  }
}

function apart(a: { left: number; right: number }, b: { left: number; right: number }): boolean {
  return a.right + GAP <= b.left || b.right + GAP <= a.left;
}

function placeLabel({ x, text, always = false }: BottomLabel, { width }: PlotFrame) {
  const half = (text.length * LETTER) / 2;
  const shared = { text, always };
  if (x - half < 0) return { ...shared, x: 0, anchor: "start" as const, left: 0, right: 2 * half };
  if (x + half > width) return { ...shared, x: width, anchor: "end" as const, left: width - 2 * half, right: width };
  return { ...shared, x, anchor: "middle" as const, left: x - half, right: x + half };
}
