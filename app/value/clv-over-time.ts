import type { Amounts } from "./amounts.ts";
import type { OrderModelName } from "./models/order-model.ts";

export interface ClvWeek {
  /** the week's last day */
  readonly day: string;
  /** customers won so far */
  readonly customers: number;
  /** all they had brought so far, a customer */
  readonly historicPerCustomer: Amounts | null;
  /** CLV of the next 12 months a customer, as of that day; null where not computed */
  readonly predictedPerCustomer: Amounts | null;
  /** customers expected on that day to order within 12 months */
  readonly orderAgain: number | null;
}

export interface ClvOverTime {
  readonly currency: string;
  readonly weeks: readonly ClvWeek[];
  /** fits made, for marks on the chart */
  readonly fits: readonly {
    readonly version: number;
    readonly day: string;
    readonly model: OrderModelName;
    readonly clvPerCustomer: Amounts;
  }[];
}
