import { InvalidArgumentError } from "commander";

/** Reads an option that is a whole number. */
export const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most)
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most.toLocaleString("en-US")}.`);
  return value;
};
