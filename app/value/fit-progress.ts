export interface FitProgress {
  /** a forecast is being made, or waits to be */
  readonly working: boolean;
  /** of the fit that stands; null before the first */
  readonly version: number | null;
}
