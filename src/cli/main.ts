import { Command, CommanderError } from "commander";
import { build } from "../functions/build";
import { EXIT, Failure, type ExitCode } from "./exit";

/** Each command, in the order of the help, with what adds it: nobody waits for what another command needs. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  new: async () => (await import("./new")).addNew,
  portable: async () => (await import("./portable")).addPortable,
  restore: async () => (await import("./restore")).addRestore,
  recalc: async () => (await import("./recalc")).addRecalc,
  verify: async () => (await import("./verify")).addVerify,
  audit: async () => (await import("./audit")).addAudit,
  diff: async () => (await import("./diff")).addDiff,
  explain: async () => (await import("./explain")).addExplain,
  batch: async () => (await import("./batch")).addBatch,
  worker: async () => (await import("./worker")).addWorker,
  queue: async () => (await import("./queue")).addQueue,
  series: async () => (await import("./series")).addSeries,
  token: async () => (await import("./token")).addTokenCommand,
  migrate: async () => (await import("./migrate")).addMigrate,
  serve: async () => (await import("./serve")).addServe,
  functions: async () => (await import("./functions")).addFunctions,
};

async function programFor(word: string): Promise<Command> {
  const program = new Command("hashcell")
    .description(
      "Workbooks with the functions of Hashcell, and portfolios of many sites: calculate, explain, audit and verify them without Excel.",
    )
    .version(build.version, "-V, --version", "print the version")
    .helpCommand("help [command]", "explain a command, with its exit codes")
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError("(hashcell help COMMAND explains a command)")
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "hashcell: ")) })
    .exitOverride();
  const own = Object.hasOwn(commands, word) ? commands[word] : undefined;
  // The help needs all of them, and so does what is no command.
  for (const add of own === undefined ? Object.values(commands) : [own]) (await add())(program);
  for (const command of program.commands)
    command.showHelpAfterError(`(hashcell help ${command.name()} explains it)`);
  return program;
}

/** The exit code of an error, once it has been said. */
function reported(error: unknown): ExitCode {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof Failure) {
    console.error(`hashcell: ${error.message}`);
    return error.exitCode;
  }
  console.error(
    `hashcell: a fault in Hashcell ${build.version} on Node.js ${process.version}; please report these lines:`,
  );
  console.error(error);
  return EXIT.bug;
}

// A reader such as `head` may close the pipe before everything is written: nobody wants the rest.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});
programFor(process.argv[2] ?? "")
  .then((program) => program.parseAsync())
  .catch((error: unknown) => void (process.exitCode = reported(error)));
