import fc from "fast-check";
import { expect, test } from "vitest";
import { barGeometry } from "./bar-geometry.ts";
import { fittingLabels } from "./fitting-labels.ts";
import { heatShade } from "./heat-shade.ts";
import { lineGeometry } from "./line-geometry.ts";
import { plotFrame } from "./plot-frame.ts";
import { type WaterfallPart, waterfallGeometry } from "./waterfall-geometry.ts";

const frame = plotFrame(640, 240);
const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });

const waterfall = (start: number, steps: readonly number[]): WaterfallPart[] => [
  { id: "start", kind: "total", amount: start },
  ...steps.map((step, index) => ({ id: `step-${index}`, kind: "step" as const, amount: step })),
  { id: "end", kind: "total", amount: start + steps.reduce((sum, step) => sum + step, 0) },
];

test("a waterfall's last step ends exactly where the closing total ends", () => {
  fc.assert(
    fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 5 }), (start, steps) => {
      const { bars } = waterfallGeometry(waterfall(start, steps), frame);
      expect(bars.at(-2)?.endY).toBeCloseTo(bars.at(-1)?.endY ?? -1, 6);
    }),
  );
});

test("a waterfall stays inside its picture, above and below zero", () => {
  fc.assert(
    fc.property(amount, fc.array(amount, { maxLength: 5 }), (start, steps) => {
      for (const bar of waterfallGeometry(waterfall(start, steps), frame).bars) {
        expect(bar.y).toBeGreaterThanOrEqual(frame.top - 0.01);
        expect(bar.y + bar.height).toBeLessThanOrEqual(frame.height - frame.bottom + 2);
        expect(bar.x).toBeGreaterThanOrEqual(frame.left);
        expect(bar.x + bar.width).toBeLessThanOrEqual(frame.width - frame.right + 0.01);
      }
    }),
  );
});

test("a step says whether it rises or falls, and no change is still drawn", () => {
  const { bars } = waterfallGeometry(waterfall(100, [50, -20, 0]), frame);
  expect(bars.map((bar) => bar.kind)).toEqual(["total", "rise", "fall", "none", "total"]);
  expect(Math.min(...bars.map((bar) => bar.height))).toBeGreaterThan(0);
});

test("a line has a gap where nothing is known and no dot there", () => {
  const points = [0, 1, 2, 3].map((x) => ({ x, y: x === 1 ? null : x * 10 }));
  const [one] = lineGeometry([{ id: "a", points }], frame).lines;
  expect(one?.dots.map((dot) => dot.index)).toEqual([0, 2, 3]);
  expect(one?.path.match(/M/g)).toHaveLength(2);
});

test("lines, dots and band stay inside the picture for any values", () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.option(amount) });
  fc.assert(
    fc.property(fc.array(fc.array(point, { maxLength: 8 }), { maxLength: 4 }), (all) => {
      const geometry = lineGeometry(
        all.map((points, index) => ({ id: String(index), points })),
        frame,
      );
      for (const dot of geometry.lines.flatMap((one) => one.dots)) {
        expect(dot.x).toBeGreaterThanOrEqual(frame.left - 0.01);
        expect(dot.x).toBeLessThanOrEqual(frame.width - frame.right + 0.01);
        expect(dot.y).toBeGreaterThanOrEqual(frame.top - 0.01);
        expect(dot.y).toBeLessThanOrEqual(frame.height - frame.bottom + 0.01);
      }
      expect(geometry.lines.map((one) => one.path).join()).not.toContain("NaN");
    }),
  );
});

test("the band reaches from the low to the high end of the interval", () => {
  const geometry = lineGeometry([], frame, { band: [0, 1].map((x) => ({ x, low: 20, high: 80 })), yDomain: [0, 100] });
  const heights = [...(geometry.band ?? "").matchAll(/,([\d.]+)/g)].map((match) => Number(match[1]));
  expect(Math.min(...heights)).toBeCloseTo(geometry.y(80), 2);
  expect(Math.max(...heights)).toBeCloseTo(geometry.y(20), 2);
});

test("bars are in proportion, and those below zero hang from the zero line", () => {
  const { bars, zeroY } = barGeometry([100, 50, -25, 0], frame);
  expect((bars[0]?.height ?? 0) / (bars[1]?.height ?? 1)).toBeCloseTo(2);
  expect(bars[2]?.y).toBeCloseTo(zeroY);
  expect((bars[1]?.height ?? 0) / (bars[2]?.height ?? 1)).toBeCloseTo(2);
  expect(bars[3]?.height).toBe(0);
  expect(barGeometry([], frame).bars).toEqual([]);
});

test("where all is zero the axis has one line, and counts have whole ones", () => {
  const values = (ticks: readonly { readonly value: number }[]) => ticks.map(({ value }) => value);
  const points = (...ys: number[]) => [{ id: "a", points: ys.map((y, x) => ({ x, y })) }];
  expect(values(barGeometry([0, 0, 0], frame).ticks)).toEqual([0]);
  expect(values(lineGeometry(points(0, 0), frame).ticks)).toEqual([0]);
  expect(values(waterfallGeometry(waterfall(0, [0, 0]), frame).ticks)).toEqual([0]);
  expect(values(lineGeometry(points(0, 1, 1), frame).ticks)).toEqual([0, 1]);
  expect(values(barGeometry([2, 1], frame).ticks)).toEqual([0, 1, 2]);
  expect(values(lineGeometry(points(0.1, 0.4), frame).ticks).length).toBeGreaterThan(3);
  expect(values(lineGeometry(points(0, 0), frame, { yDomain: [-1, 1] }).ticks)).toEqual([-1, 0, 1]);
});

test("labels are left out by their own length where they would run into one another, and none leaves the picture", () => {
  const room = plotFrame(320, 220);
  const spans = (labels: ReturnType<typeof fittingLabels>) =>
    labels.map(({ x, text, anchor }) => {
      // an axis has letters of 6.4 px in Chromium
      const left = x - { start: 0, middle: 0.5, end: 1 }[anchor] * text.length * 6.4;
      return { left, right: left + text.length * 6.4 };
    });
  for (const text of ["thg 11 2024", "Nov 2024", "3"]) {
    const labels = Array.from({ length: 13 }, (_, month) => ({ x: 56 + month * 21, text }));
    const shown = spans(fittingLabels(labels, room));
    expect(shown.length).toBe({ 11: 3, 8: 4, 1: 13 }[text.length]);
    expect(shown[0]?.left).toBeGreaterThanOrEqual(0);
    expect(shown.at(-1)?.right).toBeLessThanOrEqual(320);
    for (const [at, { right }] of shown.entries()) expect(right + 4).toBeLessThan(shown[at + 1]?.left ?? 999);
  }
  expect(fittingLabels([{ x: 310, text: "thg 11 2024" }], room)).toEqual([{ x: 320, text: "thg 11 2024", anchor: "end" }]);
  expect(fittingLabels([], room)).toEqual([]);
});

test("a label that is always shown takes the room of those beside it", () => {
  const labels = [0, 100, 180, 200].map((x, at) => ({ x: 60 + x, text: `£${x}00`, always: at === 3 }));
  expect(fittingLabels(labels, frame).map(({ text }) => text)).toEqual(["£000", "£10000", "£20000"]);
});

test("darker means more, and a loss has a shade of its own", () => {
  expect(heatShade(0, 10)).not.toEqual(heatShade(10, 10));
  expect(heatShade(20, 10)).toEqual(heatShade(10, 10));
  expect(heatShade(-1, 10).background).toBe("#fdebe7");
  expect(heatShade(0, 0)).toEqual(heatShade(0, 10));
});
