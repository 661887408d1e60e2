/** The drawing area of a chart, in the pixels it is shown in, and the room its axes need around it. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What a chart is drawn with before its width is known, on the server for one. */
export const FIRST_WIDTH = 640;
const NARROWEST = 240;

/** A frame for a measured width; one too narrow to draw in is drawn at the narrowest and scrolls. */
export function plotFrame(width: number, height: number, room: Partial<PlotFrame> = {}): PlotFrame {
  return { left: 56, right: 12, top: 12, bottom: 28, ...room, width: Math.max(NARROWEST, Math.round(width)), height };
}
