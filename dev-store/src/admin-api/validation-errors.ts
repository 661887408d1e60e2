import type { GraphQLError, GraphQLFormattedError } from "graphql";

type Rewrite = [RegExp, (match: RegExpExecArray) => { message: string; extensions: Record<string, unknown> }];

/** Shopify's server words the common mistakes differently from graphql-js and codes them; the rest stays as it is. */
const REWRITES: Rewrite[] = [
  [
    /^Cannot query field "(\w+)" on type "(\w+)"/,
    ([, field, type]) => ({
      message: `Field '${field}' doesn't exist on type '${type}'`,
      extensions: { code: "undefinedField", typeName: type, fieldName: field },
    }),
  ],
  [
    /^Unknown argument "(\w+)" on field "(\w+)\.(\w+)"/,
    ([, argument, , field]) => ({
      message: `Field '${field}' doesn't accept argument '${argument}'`,
      extensions: { code: "argumentNotAccepted", name: field, typeName: "Field", argumentName: argument },
    }),
  ],
  [
    /^Field "(\w+)" argument "(\w+)" of type "[^"]+" is required/,
    ([, field, argument]) => ({
      message: `Field '${field}' is missing required arguments: ${argument}`,
      extensions: { code: "missingRequiredArguments", className: "Field", name: field, arguments: argument },
    }),
  ],
  [
    /^Field "(\w+)" of type "([^"]+)" must have a selection of subfields/,
    ([, field, type]) => ({
      message: `Field must have selections (field '${field}' returns ${type?.replace(/[![\]]/g, "")} but has no selections. Did you mean '${field} { ... }'?)`,
      extensions: { code: "selectionMismatch", nodeName: `field '${field}'`, typeName: type },
    }),
  ],
  [
    /^Variable "\$(\w+)" is not defined/,
    ([, variable]) => ({
      message: `Variable $${variable} is used but not declared`,
      extensions: { code: "variableNotDefined", variableName: variable },
    }),
  ],
];

export function validationError(error: GraphQLError): GraphQLFormattedError {
  const base = { locations: error.locations?.map(({ line, column }) => ({ line, column })) ?? [] };
  for (const [pattern, rewrite] of REWRITES) {
    const match = pattern.exec(error.message);
    if (match) return { ...base, ...rewrite(match) };
  }
  return { ...base, message: error.message, extensions: { code: "validationError" } };
}
