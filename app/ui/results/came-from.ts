export type ReportOrigin = "offer" | "offers" | "results";

/** The page an offer's report was opened from, as the link to it says; Back leads there again. */
export function cameFrom(parameters: URLSearchParams): ReportOrigin {
  const from = parameters.get("from");
  return from === "offer" || from === "offers" ? from : "results";
}
