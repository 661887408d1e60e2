import fc from "fast-check";
import { expect, test } from "vitest";
import { chiSquareCdf, chiSquareInverse, chiSquareTail } from "./chi-square.ts";
import { normalCdf, normalInverse, normalTail } from "./normal.ts";
import { studentCdf, studentInverse, studentTail } from "./student-t.ts";

const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected) / Math.max(1e-300, Math.abs(expected))).toBeLessThan(1e-12);
const NORMAL: readonly [z: number, below: number][] = [
  [0, 0.5],
  [0.1, 0.539827837277029],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.959963984540054, 0.975],
  [2.5, 0.9937903346742238],
  [3.7, 0.9998922002665226],
  [5, 0.9999997133484281],
  [-0.3, 0.3820885778110474],
  [-1.2, 0.11506967022170828],
  [-2.9, 0.001865813300384038],
  [-6, 9.86587645037698e-10],
  [-10, 7.619853024160525e-24],
  [-20, 2.7536241186062337e-89],
];
/** computed with mpmath to 60 digits */
const STUDENT: readonly [t: number, freedom: number, above: number][] = [
  [0.1, 1, 0.4682744825694464],
  [1, 1, 0.25],
  [12.7, 1, 0.02501216384467208],
  [300, 1, 0.0010610290242204859],
  [0.5, 2.5, 0.32884895993485735],
  [2, 3, 0.0696629842794216],
  [4.3, 7, 0.0017833008438835184],
  [1.96, 30, 0.029671156448025236],
  [0.2, 30, 0.4214150785296623],
  [1.7, 99.3, 0.046130614295355164],
  [5, 200, 6.250990638857697e-7],
  [1.86794, 3407.5, 0.03092810192866424],
  [0.01, 6800, 0.49601079035996043],
  [6, 6800, 1.0372640109588629e-9],
  [2, 123456.7, 0.02275122527025564],
  [1, 900000, 0.1586553883596],
];
const STUDENT_LARGE: readonly [t: number, freedom: number, above: number][] = [
  [2, 2000000, 0.022750199436903377],
  [3.1, 50000000, 0.0009676037504631677],
  [0.4, 3000000, 0.3445782726294539],
];
const CHI_SQUARE: readonly [x: number, freedom: number, above: number][] = [
  [0.001, 1, 0.9747728793699604],
  [3.841458820694124, 1, 0.05000000000000006],
  [10.83, 1, 0.0009986863791802587],
  [50, 1, 1.537459794428035e-12],
  [0.5, 2, 0.7788007830714049],
  [9, 2, 0.011108996538242306],
  [1, 3, 0.8012519569012008],
  [20, 4, 0.0004993992273873333],
  [7.5, 9, 0.5852087693825121],
  [30, 9, 0.00043872177097947947],
  [80, 100, 0.9296649333406051],
  [150, 100, 0.0009039320423540091],
];

test("the normal distribution agrees with mpmath, in the far tail too", () => {
  for (const [z, below] of NORMAL) {
    close(normalCdf(z), below);
    close(normalTail(-z), below);
  }
});

test("Student's t distribution agrees with mpmath", () => {
  for (const [t, freedom, above] of STUDENT) close(studentTail(t, freedom), above);
  for (const [t, freedom, above] of STUDENT_LARGE) expect(Math.abs(studentTail(t, freedom) - above)).toBeLessThan(1e-12);
  expect(studentCdf(0, 5)).toBe(0.5);
  expect(studentCdf(-2, 3)).toBe(studentTail(2, 3));
});

test("the chi-square distribution agrees with mpmath", () => {
  for (const [x, freedom, above] of CHI_SQUARE) {
    close(chiSquareTail(x, freedom), above);
    expect(Math.abs(chiSquareCdf(x, freedom) - (1 - above))).toBeLessThan(1e-12);
  }
});

test("inverses undo the distributions", () => {
  close(normalInverse(0.975), 1.959963984540054);
  close(studentInverse(0.975, 1), 12.706204736174694);
  close(chiSquareInverse(0.95, 1), 3.841458820694124);
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-6, noNaN: true }), fc.double({ min: 0.5, max: 1e5, noNaN: true }), (p, freedom) => {
      close(normalCdf(normalInverse(p)), p);
      expect(Math.abs(studentCdf(studentInverse(p, freedom), freedom) - p)).toBeLessThan(1e-12);
      // a chi-square of few degrees of freedom has its lowest values below the smallest double
      if (p > 1e-6)
        expect(Math.abs(chiSquareCdf(chiSquareInverse(p, Math.min(freedom, 500)), Math.min(freedom, 500)) / p - 1)).toBeLessThan(1e-11);
    }),
    { numRuns: 300 },
  );
});
