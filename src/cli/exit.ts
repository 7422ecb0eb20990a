/** The exit codes, which mean the same in every command. */
export const EXIT = {
  done: 0,
  differs: 1,
  usage: 2,
  input: 3,
  output: 4,
  partly: 5,
  service: 6,
  bug: 70,
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const meanings: Readonly<Record<ExitCode, string>> = {
  0: "done",
  1: "something differs, or is wrong in the workbook",
  2: "wrong usage",
  3: "the input cannot be read",
  4: "the output cannot be written",
  5: "partly done: the report lists what was left",
  6: "a service cannot be reached, or is not ready",
  70: "a fault in Hashcell",
  130: "cancelled",
};

/** What ends a command: a message that says what to fix, and the exit code. */
export class Failure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}

/** The end of a command's help: the exit codes that it can have. */
export function exitCodeHelp(codes: readonly (keyof typeof EXIT)[]): string {
  const lines = codes.map((name) => `  ${String(EXIT[name]).padEnd(5)}${meanings[EXIT[name]]}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}
