import type { ScaleLinear } from "d3-scale";

/** Where an axis has lines: at zero alone where there is nothing else, at whole values where all are whole, as counts and minor units are. */
export function axisTicks(scale: ScaleLinear<number, number>, values: readonly number[]): { readonly value: number; readonly y: number }[] {
  const nothing = values.every((value) => value === 0);
  const whole = values.every(Number.isInteger);
  const ticks = nothing ? [0] : scale.ticks(4).filter((value) => !whole || Number.isInteger(value));
  return ticks.map((value) => ({ value, y: scale(value) }));
}
