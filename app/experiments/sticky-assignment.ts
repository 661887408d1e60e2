import { hashUnit } from "../funnel/policy/hash-unit.ts";
import { type BucketRange, bucketRanges, chooseVariation, inNamespace, type Namespace } from "./assignment.ts";

export interface AssignedExperiment {
  readonly key: string;
  /** defaults to the key */
  readonly seed?: string;
  readonly hashVersion?: 1 | 2;
  /** a key for each variation, kept in the sticky document; defaults to "0", "1", ... */
  readonly variationKeys: readonly string[];
  readonly weights?: readonly number[];
  readonly coverage?: number;
  readonly ranges?: readonly BucketRange[];
  readonly namespace?: Namespace;
  /** the attribute that is hashed, and another where a unit lacks it */
  readonly hashAttribute: string;
  readonly fallbackAttribute?: string;
  /** raised to assign everyone anew */
  readonly bucketVersion?: number;
  /** units first assigned under an older version are put out of the experiment */
  readonly minBucketVersion?: number;
  readonly sticky?: boolean;
}

/** What a unit was assigned before, kept wherever assignments are kept. */
export interface StickyDocument {
  readonly attribute: string;
  readonly value: string;
  /** variation keys by `${experiment key}__${bucket version}` */
  readonly assignments: Readonly<Record<string, string>>;
}

export interface Assignment {
  readonly variation: number;
  readonly variationKey: string;
  /** the unit that was hashed */
  readonly attribute: string;
  readonly value: string;
  readonly bucket: number;
  /** the variation comes from a document, not from the bucket */
  readonly fromDocument: boolean;
  /** to be kept: the unit's document with this assignment; null when nothing changed or nothing sticks */
  readonly document: StickyDocument | null;
}

export type NotAssigned = { readonly kind: "no_unit" | "not_in_experiment" | "blocked_by_version" };

/** Which variation a unit gets: the first one written for it wins, else its bucket decides. Rules as in the GrowthBook SDK specification. */
export function assign(
  experiment: AssignedExperiment,
  attributes: Readonly<Record<string, string | undefined>>,
  documents: readonly StickyDocument[] = [],
): Assignment | NotAssigned {
  const { hashAttribute, fallbackAttribute, variationKeys } = experiment;
  const attribute = attributes[hashAttribute] ? hashAttribute : (fallbackAttribute ?? hashAttribute);
  const value = attributes[attribute];
  if (!value) return { kind: "no_unit" };
  const sticky = experiment.sticky !== false;
  const version = experiment.bucketVersion ?? 0;
  const bucket = hashUnit(experiment.seed ?? experiment.key, value, experiment.hashVersion ?? 1);
  const assigned = (variation: number, fromDocument: boolean): Assignment => {
    const key = variationKeys[variation] as string;
    const document = sticky ? updated(documents, attribute, value, `${experiment.key}__${version}`, key) : null;
    return { variation, variationKey: key, attribute, value, bucket, fromDocument, document };
  };
  if (sticky) {
    const earlier = assignmentsOf(attributes, documents, [fallbackAttribute, hashAttribute]);
    for (let old = 0; old < (experiment.minBucketVersion ?? 0); old++) {
      if (earlier[`${experiment.key}__${old}`] !== undefined) return { kind: "blocked_by_version" };
    }
    const kept = earlier[`${experiment.key}__${version}`];
    const variation = kept === undefined ? -1 : variationKeys.indexOf(kept);
    if (variation >= 0) return assigned(variation, true);
  }
  if (experiment.namespace && !inNamespace(value, experiment.namespace)) return { kind: "not_in_experiment" };
  const ranges = experiment.ranges ?? bucketRanges(variationKeys.length, experiment.coverage ?? 1, experiment.weights ?? null);
  const variation = chooseVariation(bucket, ranges);
  return variation < 0 ? { kind: "not_in_experiment" } : assigned(variation, false);
}

/** The unit's earlier assignments; a later attribute of the list overrules an earlier one. */
function assignmentsOf(
  attributes: Readonly<Record<string, string | undefined>>,
  documents: readonly StickyDocument[],
  order: readonly (string | undefined)[],
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const attribute of order) {
    const own = documents.find((document) => document.attribute === attribute && document.value === attributes[document.attribute]);
    Object.assign(found, own?.assignments);
  }
  return found;
}

function updated(documents: readonly StickyDocument[], attribute: string, value: string, slot: string, key: string): StickyDocument | null {
  const own = documents.find((document) => document.attribute === attribute && document.value === value);
  if (own?.assignments[slot] === key) return null;
  return { attribute, value, assignments: { ...own?.assignments, [slot]: key } };
}
