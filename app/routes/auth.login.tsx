import type { MetaFunction } from "@remix-run/node";

export const meta: MetaFunction = () => [{ title: "Crescendo" }];

/** Where whoever comes without a shop ends. Nobody types a shop's name here: Shopify's admin opens the app. */
export default function SignIn() {
  return (
    <main style={{ font: "16px/1.5 system-ui, sans-serif", maxWidth: "32rem", margin: "4rem auto", padding: "0 1rem" }}>
      <h1>Crescendo</h1>
      <p>Open Crescendo from the Apps page of your Shopify admin.</p>
    </main>
  );
}
