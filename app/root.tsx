import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useInBrowser } from "./ui/use-in-browser.ts";

/** What the admin's layout route (`routes/app`) tells the document: the language it is in. */
function useLanguage(): string {
  const data = useRouteLoaderData<{ locale?: unknown }>("routes/app");
  return typeof data?.locale === "string" ? data.locale : "en";
}

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang={useLanguage()}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollPositions />
        <Scripts />
      </body>
    </html>
  );
}

/** Not in the server's page: the script that Remix writes there breaks where the browser refuses storage to a framed page. */
function ScrollPositions() {
  return useInBrowser() ? <ScrollRestoration /> : null;
}

export default function App() {
  return <Outlet />;
}
