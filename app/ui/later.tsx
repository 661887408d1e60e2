import { Await } from "@remix-run/react";
import { Banner, Card, SkeletonBodyText, SkeletonDisplayText, Text } from "@shopify/polaris";
import { type CSSProperties, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useInBrowser } from "./use-in-browser.ts";

/** Pixels a part takes, on a wide screen and on a phone. */
export interface PartHeight {
  readonly wide: number;
  readonly narrow: number;
}

interface LaterProps<Data> {
  data: Promise<Data>;
  /** what is kept free for it, so that nothing moves when it comes */
  height: PartHeight;
  children(data: Data): ReactNode;
}

/**
 * A part of a page that takes longer: its place is kept, and a failure stays inside it. It is drawn in the browser only:
 * what Polaris sets up after the page was taken over would throw away a part of the server's page that still waits.
 */
export function Later<Data>({ data, height, children }: LaterProps<Data>) {
  if (!useInBrowser()) return <Waiting height={height} />;
  return (
    <Suspense fallback={<Waiting height={height} />}>
      <Await resolve={data} errorElement={<Failed />}>
        {(known) => children(known as Data)}
      </Await>
    </Suspense>
  );
}

function Waiting({ height }: { height: PartHeight }) {
  const { t } = useTranslation();
  const size = { "--wide": `${height.wide}px`, "--narrow": `${height.narrow}px` } as CSSProperties;
  return (
    <div className="crescendo-waiting" style={size} aria-busy="true">
      <span className="crescendo-unseen">{t("common.waiting")}</span>
      <Card>
        <div className="crescendo-waiting-lines" aria-hidden="true">
          <SkeletonDisplayText size="small" />
          <SkeletonBodyText lines={6} />
        </div>
      </Card>
    </div>
  );
}

function Failed() {
  const { t } = useTranslation();
  return (
    <Banner tone="critical">
      <Text as="p">{t("common.part_failed")}</Text>
    </Banner>
  );
}
