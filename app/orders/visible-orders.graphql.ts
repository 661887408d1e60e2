import { z } from "zod";

/** Asked in the same request as orders, so that an answer tells how far back it could see. */
export const RIGHTS = "currentAppInstallation { accessScopes { handle } }";
export const Rights = z.object({ accessScopes: z.array(z.object({ handle: z.string() })) });

/** Asked after a list was made: what the app may see by then, the list may have shown. */
export const VISIBLE_ORDERS = /* GraphQL */ `query VisibleOrders { ${RIGHTS} }`;
