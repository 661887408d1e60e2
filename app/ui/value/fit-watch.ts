import type { FitProgress } from "../../value/fit-progress.ts";

/** working: asked for, waiting or being computed. failed: it ended without a new forecast although one was asked for. */
export type FitStage = "idle" | "working" | "done" | "failed";

/** What the page knows of the forecast being made. */
interface FitWatch {
  readonly stage: FitStage;
  /** by somebody on this page; others are made by the clock or by orders, and may leave the parameters as they are */
  readonly asked: boolean;
  /** of the forecast that stood when the watch began */
  readonly version: number | null;
}

type FitNews = { readonly kind: "asked" } | { readonly kind: "told"; readonly progress: FitProgress };

export function watchFrom({ working, version }: FitProgress): FitWatch {
  return { stage: working ? "working" : "idle", asked: false, version };
}

/** The watch after some news. Nothing changes once the forecast is there, until another is asked for. */
export function watchFit(watch: FitWatch, news: FitNews): FitWatch {
  if (news.kind === "asked") return { ...watch, stage: "working", asked: true };
  const { working, version } = news.progress;
  if (watch.stage !== "working" || working) return watch;
  return { stage: watch.asked && version === watch.version ? "failed" : "done", asked: false, version };
}

/** What the page says: a forecast is ready once it is on the page too, not while the page's figures are still being renewed. */
export function shownStage(stage: FitStage, renewal: { readonly begun: boolean; readonly going: boolean }): FitStage {
  return stage === "done" && (!renewal.begun || renewal.going) ? "working" : stage;
}
