import { useFetcher, useRevalidator } from "@remix-run/react";
import { Box, Text } from "@shopify/polaris";
import { createContext, type ReactNode, useContext, useEffect, useReducer, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FitProgress } from "../../value/fit-progress.ts";
import { type FitStage, shownStage, watchFit, watchFrom } from "./fit-watch.ts";

const POLL_MS = 2_000;

interface Fit {
  readonly stage: FitStage;
  ask(): void;
}

export const FitContext = createContext<Fit | null>(null);

export function useFit(): Fit {
  const fit = useContext(FitContext);
  if (!fit) throw new Error("There is no FitProgressProvider around this part of the page.");
  return fit;
}

/** Watches a forecast being made for all parts of a page, and renews the page's figures when it is there. */
export function FitProgressProvider({ initial, children }: { initial: FitProgress; children: ReactNode }) {
  const [{ stage }, tell] = useReducer(watchFit, initial, watchFrom);
  const asking = useFetcher<{ asked: boolean }>();
  const poll = useFetcher<FitProgress>();
  const { revalidate, state: renewing } = useRevalidator();
  const [begun, setBegun] = useState(false);

  useEffect(() => {
    if (asking.data?.asked) tell({ kind: "asked" });
  }, [asking.data]);
  const { load } = poll;
  useEffect(() => {
    if (stage !== "working") return;
    const timer = setInterval(() => load("/app/value-fit"), POLL_MS);
    return () => clearInterval(timer);
  }, [stage, load]);
  useEffect(() => {
    if (poll.data) tell({ kind: "told", progress: poll.data });
  }, [poll.data]);
  useEffect(() => {
    if (stage === "done") revalidate();
    setBegun(stage === "done");
  }, [stage, revalidate]);

  const ask = () => asking.submit({ intent: "fit" }, { method: "post", action: "/app/value" });
  const shown = shownStage(stage, { begun, going: renewing !== "idle" });
  return <FitContext.Provider value={{ stage: asking.state === "idle" ? shown : "working", ask }}>{children}</FitContext.Provider>;
}

/**
 * Says how far the forecast is. It stands on the page from the beginning, so that screen readers hear what is put into it, and takes
 * the focus over when the button that asked is gone with the forecast's arrival.
 */
export function FitStatus() {
  const { t } = useTranslation();
  const { stage } = useFit();
  const { state } = useRevalidator();
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stage === "done" && state === "idle" && document.activeElement === document.body) region.current?.focus({ preventScroll: true });
  }, [stage, state]);
  return (
    <div role="status" tabIndex={-1} ref={region} className="crescendo-fit-status">
      {stage === "idle" ? null : (
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p" tone={stage === "failed" ? "critical" : "subdued"}>
            {t(`value.fit.${stage}`)}
          </Text>
        </Box>
      )}
    </div>
  );
}
