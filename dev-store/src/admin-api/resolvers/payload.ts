import type { FieldResolvers } from "../resolver-map.ts";

export interface UserError {
  field: string[] | null;
  message: string;
  code?: string;
}

/** A payload whose source is an object with its result fields and `userErrors`. */
export function payload(...results: string[]): FieldResolvers<Record<string, unknown>> {
  const fields: FieldResolvers<Record<string, unknown>> = { userErrors: (source) => source.userErrors };
  for (const name of results) fields[name] = (source) => source[name];
  return fields;
}

export const userError: FieldResolvers<UserError & { elementIndex?: number }> = {
  field: (source) => source.field,
  message: (source) => source.message,
  code: (source) => source.code ?? null,
  extraInfo: () => null,
  elementIndex: (source) => source.elementIndex ?? null,
};
