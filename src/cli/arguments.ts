import { InvalidArgumentError } from "commander";

/** Reads an option that is a whole number. */
export const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most)
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most.toLocaleString("en-US")}.`);
  return value;
};

export const QUEUE_HELP =
  "the queue: the address of a PostgreSQL server, as postgres://user:password@host/database, a file with nothing else in it, or the folder of one that hashcell queue --serve runs";

export const REDIS_HELP =
  "with --queue, a Redis that brings the jobs, as redis://user:password@host:6379, or a file with nothing else in it; results stay in the database. All workers of a run need it, or none: with it and without it they never meet";
