import type { NextFunction, Request, Response } from "express";

/**
 * Lets through what the page itself asks for, and clients that are no browser. A page of another origin
 * (the app's frame included) is refused, and so is a name that was rebound to this machine.
 */
export function sameOriginOnly(request: Request, response: Response, next: NextFunction): void {
  const site = request.get("Sec-Fetch-Site");
  const origin = request.get("Origin");
  const host = request.get("Host") ?? "";
  const ownOrigin = origin === undefined || origin === `http://${host}`;
  if ((site === undefined || site === "same-origin" || site === "none") && ownOrigin && isLocalName(host)) {
    next();
    return;
  }
  response.status(403).json({ error: "Only pages of this local store may ask for this." });
}

function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(\.\d+){3}$/.test(name);
}
