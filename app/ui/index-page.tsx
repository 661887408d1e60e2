import { TitleBar } from "@shopify/app-bridge-react";
import { Box, Page } from "@shopify/polaris";
import type { ReactNode } from "react";

/** A page of the navigation: Shopify's own bar shows its title, so the page keeps its heading for screen readers only. */
export function IndexPage({ title, fullWidth = false, children }: { title: string; fullWidth?: boolean; children: ReactNode }) {
  return (
    <Page title={title} titleHidden fullWidth={fullWidth}>
      <TitleBar title={title} />
      <Box paddingBlock="400">{children}</Box>
    </Page>
  );
}
