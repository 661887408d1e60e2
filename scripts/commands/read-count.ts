import { InvalidArgumentError } from "commander";

/** Reads an option that is a whole number from 1 to `most`. */
export function readCount(most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= 1 && value <= most)) throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
    return value;
  };
}
