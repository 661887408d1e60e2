import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";

/** Shopify opens the app at its root. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app${search}`);
  return null;
}

export const meta: MetaFunction = () => [{ title: "Crescendo" }];

export default function Front() {
  return (
    <main style={{ font: "16px/1.5 system-ui, sans-serif", maxWidth: "32rem", margin: "4rem auto", padding: "0 1rem" }}>
      <h1>Crescendo</h1>
      <p>Customer value optimization for Shopify stores. Open it from the Apps page of your Shopify admin.</p>
    </main>
  );
}
