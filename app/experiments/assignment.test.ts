import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hashUnit } from "../funnel/policy/hash-unit.ts";
import { type BucketRange, bucketRanges, chooseVariation, equalWeights, inHoldout, inNamespace } from "./assignment.ts";
import { type AssignedExperiment, assign, type StickyDocument } from "./sticky-assignment.ts";

// The GrowthBook SDK specification's cases, here for whoever has no copy of its file.
const HASHES: readonly [seed: string, id: string, version: 1 | 2, bucket: number][] = [
  ["", "a", 1, 0.22],
  ["", "b", 1, 0.077],
  ["b", "a", 1, 0.946],
  ["ef", "d", 1, 0.652],
  ["asdf", "8952klfjas09ujk", 1, 0.549],
  ["", "123", 1, 0.011],
  ["", '___)((*":&', 1, 0.563],
  ["seed", "a", 2, 0.0505],
  ["seed", "b", 2, 0.2696],
  ["foo", "ab", 2, 0.2575],
  ["foo", "def", 2, 0.2019],
  ["89123klj", "8952klfjas09ujkasdf", 2, 0.124],
  ["90850943850283058242805", "123", 2, 0.7516],
  ["()**(%$##$%#$#", '___)((*":&', 2, 0.0128],
];

test("units hash to the published buckets", () => {
  for (const [seed, id, version, bucket] of HASHES) expect(hashUnit(seed, id, version)).toBe(bucket);
});

const RANGES: readonly [variations: number, coverage: number, weights: number[] | null, ranges: [number, number][]][] = [
  [
    2,
    1,
    null,
    [
      [0, 0.5],
      [0.5, 1],
    ],
  ],
  [
    2,
    0.5,
    null,
    [
      [0, 0.25],
      [0.5, 0.75],
    ],
  ],
  [
    2,
    0,
    null,
    [
      [0, 0],
      [0.5, 0.5],
    ],
  ],
  [
    2,
    1,
    [0.4, 0.6],
    [
      [0, 0.4],
      [0.4, 1],
    ],
  ],
  [
    3,
    0.2,
    [0.2, 0.3, 0.5],
    [
      [0, 0.04],
      [0.2, 0.26],
      [0.5, 0.6],
    ],
  ],
  [
    2,
    -0.2,
    null,
    [
      [0, 0],
      [0.5, 0.5],
    ],
  ],
  [
    2,
    1.5,
    null,
    [
      [0, 0.5],
      [0.5, 1],
    ],
  ],
  [
    2,
    1,
    [0.4, 0.1],
    [
      [0, 0.5],
      [0.5, 1],
    ],
  ],
  [
    2,
    1,
    [0.7, 0.6],
    [
      [0, 0.5],
      [0.5, 1],
    ],
  ],
  [
    4,
    1,
    [0.4, 0.4, 0.2],
    [
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 1],
    ],
  ],
  [
    2,
    1,
    [0.4, 0.5999],
    [
      [0, 0.4],
      [0.4, 0.9999],
    ],
  ],
];

test("variations get the published ranges", () => {
  for (const [variations, coverage, weights, ranges] of RANGES) expectRanges(bucketRanges(variations, coverage, weights), ranges);
});

test("a bucket outside all ranges has no variation", () => {
  expect(
    chooseVariation(0.2, [
      [0, 0.5],
      [0.5, 1],
    ]),
  ).toBe(0);
  expect(
    chooseVariation(0.5, [
      [0, 0.5],
      [0.5, 1],
    ]),
  ).toBe(1);
  expect(
    chooseVariation(0.4, [
      [0, 0.25],
      [0.5, 0.75],
    ]),
  ).toBe(-1);
  expect(
    chooseVariation(0.25, [
      [0, 0.25],
      [0.5, 0.75],
    ]),
  ).toBe(-1);
  expect(
    chooseVariation(0.5, [
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 1],
    ]),
  ).toBe(2);
});

test("namespaces keep experiments apart", () => {
  expect(inNamespace("1", { name: "namespace1", from: 0, to: 0.4 })).toBe(false);
  expect(inNamespace("1", { name: "namespace1", from: 0.4, to: 1 })).toBe(true);
  expect(inNamespace("3", { name: "namespace2", from: 0, to: 0.4 })).toBe(true);
  expect(inNamespace("3", { name: "namespace2", from: 0.4, to: 1 })).toBe(false);
});

const sticky: AssignedExperiment = {
  key: "feature-exp",
  hashAttribute: "id",
  fallbackAttribute: "anonymousId",
  hashVersion: 2,
  bucketVersion: 0,
  variationKeys: ["0", "1", "2"],
  weights: [0.3334, 0.3333, 0.3333],
};

test("the first assignment wins, and follows a visitor who signs in", () => {
  const first = assign(sticky, { id: "i123" });
  expect(first).toMatchObject({ variation: 2, bucket: 0.9943, fromDocument: false });
  const anonymous: StickyDocument = { attribute: "anonymousId", value: "ses123", assignments: { "feature-exp__0": "1" } };
  expect(assign(sticky, { id: "i123", anonymousId: "ses123" }, [anonymous])).toMatchObject({
    variation: 1,
    bucket: 0.9943,
    fromDocument: true,
    document: { attribute: "id", value: "i123", assignments: { "feature-exp__0": "1" } },
  });
});

test("traffic set to nothing keeps those who are in, and lets nobody else in", () => {
  const closed = { ...sticky, coverage: 0 };
  expect(assign(closed, { id: "i123" })).toEqual({ kind: "not_in_experiment" });
  const kept: StickyDocument = { attribute: "id", value: "i123", assignments: { "feature-exp__0": "1" } };
  expect(assign(closed, { id: "i123" }, [kept])).toMatchObject({ variation: 1, fromDocument: true });
});

test("a new bucket version assigns anew, a minimum version puts old units out", () => {
  const kept: StickyDocument = { attribute: "id", value: "i123", assignments: { "feature-exp__0": "1" } };
  expect(assign({ ...sticky, bucketVersion: 3 }, { id: "i123" }, [kept])).toMatchObject({
    variation: 2,
    document: { assignments: { "feature-exp__0": "1", "feature-exp__3": "2" } },
  });
  expect(assign({ ...sticky, bucketVersion: 3, minBucketVersion: 3 }, { id: "i123" }, [kept])).toEqual({ kind: "blocked_by_version" });
});

test("the holdout has the share it was given, and is independent of another seed", () => {
  let first = 0;
  let both = 0;
  const units = 200_000;
  for (let unit = 0; unit < units; unit++) {
    const held = inHoldout("shop", String(unit), 0.05);
    if (held) first++;
    if (held && inHoldout("other shop", String(unit), 0.05)) both++;
  }
  expect(Math.abs(first / units - 0.05)).toBeLessThan(0.002);
  expect(Math.abs(both / first - 0.05)).toBeLessThan(0.01);
});

const file = path.join(process.env.CRESCENDO_DATA ?? path.resolve("../shared/data"), "offers/assignment-vectors.json");

test.skipIf(!fs.existsSync(file))("all published assignment cases hold", () => {
  const vectors = JSON.parse(fs.readFileSync(file, "utf8"));
  let cases = 0;
  for (const [seed, id, version, bucket] of vectors.hash) {
    cases++;
    if (bucket !== null) expect(hashUnit(seed, id, version)).toBe(bucket);
    else expect([1, 2]).not.toContain(version);
  }
  for (const [name, [variations, coverage, weights], ranges] of vectors.getBucketRange) {
    cases++;
    expectRanges(bucketRanges(variations, coverage, weights), ranges, name);
  }
  for (const [name, bucket, ranges, variation] of vectors.chooseVariation) {
    cases++;
    expect(chooseVariation(bucket, ranges), name).toBe(variation);
  }
  for (const [name, id, [namespace, from, to], inside] of vectors.inNamespace) {
    cases++;
    expect(inNamespace(id, { name: namespace, from, to }), name).toBe(inside);
  }
  for (const [variations, weights] of vectors.getEqualWeights) {
    cases++;
    equalWeights(variations).forEach((weight, at) => {
      expect(weight).toBeCloseTo(weights[at], 7);
    });
    expect(equalWeights(variations)).toHaveLength(weights.length);
  }
  for (const [name, context, documents, feature, expected, after] of vectors.stickyBucket) {
    cases++;
    const rule = context.features[feature].rules[0];
    const experiment: AssignedExperiment = {
      key: rule.key ?? feature,
      hashAttribute: rule.hashAttribute,
      variationKeys: rule.meta?.map((meta: { key: string }) => meta.key) ?? rule.variations.map((_: unknown, at: number) => String(at)),
      sticky: !rule.disableStickyBucketing,
      ...(rule.seed && { seed: rule.seed }),
      ...(rule.hashVersion && { hashVersion: rule.hashVersion }),
      ...(rule.weights && { weights: rule.weights }),
      ...(rule.coverage && { coverage: rule.coverage }),
      ...(rule.fallbackAttribute && { fallbackAttribute: rule.fallbackAttribute }),
      ...(rule.bucketVersion && { bucketVersion: rule.bucketVersion }),
      ...(rule.minBucketVersion && { minBucketVersion: rule.minBucketVersion }),
    };
    const kept: StickyDocument[] = documents.map(
      (document: { attributeName: string; attributeValue: string; assignments: Record<string, string> }) => ({
        attribute: document.attributeName,
        value: document.attributeValue,
        assignments: document.assignments,
      }),
    );
    const result = assign(experiment, context.attributes, kept);
    if (expected === null) {
      expect(result, name).toHaveProperty("kind");
      continue;
    }
    expect(result, name).toMatchObject({
      variation: expected.variationId,
      variationKey: expected.key,
      attribute: expected.hashAttribute,
      value: expected.hashValue,
      bucket: expected.bucket,
      fromDocument: expected.stickyBucketUsed,
    });
    const { document } = result as { document: StickyDocument | null };
    const written = new Map(kept.map((own) => [`${own.attribute}||${own.value}`, own]));
    if (document) written.set(`${document.attribute}||${document.value}`, document);
    for (const [slot, own] of Object.entries(after as Record<string, { assignments: Record<string, string> }>)) {
      expect(written.get(slot)?.assignments, name).toEqual(own.assignments);
    }
  }
  expect(cases).toBe(72);
});

function expectRanges(actual: readonly BucketRange[], expected: readonly (readonly number[])[], name?: string): void {
  expect(actual.length, name).toBe(expected.length);
  actual.forEach((range, at) => {
    expect(range[0], name).toBeCloseTo(expected[at]?.[0] as number, 12);
    expect(range[1], name).toBeCloseTo(expected[at]?.[1] as number, 12);
  });
}
