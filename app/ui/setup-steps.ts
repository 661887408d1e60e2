/** What is known about how far a shop has come; every part is read, none is ticked by hand. */
export interface SetupState {
  readonly synced: boolean;
  /** part of the cost of all orders that is assumed (0 to 1), null before the first one */
  readonly assumedCostShare: number | null;
  /** the merchant said that the assumed cost share is right */
  readonly costsConfirmed: boolean;
  /** the storefront block asked for an offer at least once */
  readonly blockSeen: boolean;
  readonly liveOffers: number;
  /** an order was made with an accepted offer */
  readonly offerSold: boolean;
}

export const SETUP_STEPS = ["sync", "costs", "block", "offer", "accepted"] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export function setupSteps(state: SetupState): Record<SetupStep, boolean> {
  return {
    sync: state.synced,
    costs: state.synced && (state.assumedCostShare === 0 || state.costsConfirmed),
    block: state.blockSeen,
    offer: state.liveOffers > 0,
    accepted: state.offerSold,
  };
}
