import type { GraphQLFormattedError } from "graphql";

/** An error of one field, as it will stand in the response's `errors`. The path is filled in where it surfaces. */
export class FieldError extends Error {
  override name = "FieldError";
  readonly extensions: Record<string, unknown>;
  path: (string | number)[] | undefined;
  locations: { line: number; column: number }[] | undefined;

  constructor(message: string, extensions: Record<string, unknown>) {
    super(message);
    this.extensions = extensions;
  }

  format(): GraphQLFormattedError {
    return {
      message: this.message,
      ...(this.locations ? { locations: this.locations } : {}),
      ...(this.path ? { path: this.path } : {}),
      extensions: this.extensions,
    };
  }
}

export function accessDenied(field: string, requiredAccess: string): FieldError {
  return new FieldError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    code: "ACCESS_DENIED",
    documentation: "https://shopify.dev/api/usage/access-scopes",
    requiredAccess,
  });
}

export function protectedDataDenied(what: string): FieldError {
  return new FieldError(
    `This app is not approved to use the ${what}. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
    {
      code: "ACCESS_DENIED",
      documentation: "https://shopify.dev/docs/apps/launch/protected-customer-data",
    },
  );
}

export function badRequest(message: string): FieldError {
  return new FieldError(message, { code: "BAD_REQUEST" });
}

/** What Shopify answers but this store does not: said out loud, so that nobody mistakes it for an empty answer. */
export function notAnswered(what: string): FieldError {
  return new FieldError(`The local store does not answer ${what} yet.`, { code: "NOT_ANSWERED_BY_LOCAL_STORE" });
}
