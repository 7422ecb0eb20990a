import { Command, CommanderError } from "commander";
import { build } from "../functions/build";
import { EXIT, Failure, type ExitCode } from "./exit";
import { addAudit } from "./audit";
import { addBatch } from "./batch";
import { addDiff } from "./diff";
import { addExplain } from "./explain";
import { addFunctions } from "./functions";
import { addMigrate } from "./migrate";
import { addNew } from "./new";
import { addPortable } from "./portable";
import { addQueue } from "./queue";
import { addRecalc } from "./recalc";
import { addRestore } from "./restore";
import { addVerify } from "./verify";
import { addWorker } from "./worker";

function commands(): Command {
  const program = new Command("hashcell")
    .description(
      "Workbooks with the functions of Hashcell: start one, make one portable, read what a function does.",
    )
    .version(build.version, "-V, --version", "print the version")
    .helpCommand("help [command]", "explain a command, with its exit codes")
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError("(hashcell help COMMAND explains a command)")
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "hashcell: ")) })
    .exitOverride();
  addNew(program);
  addPortable(program);
  addRestore(program);
  addRecalc(program);
  addVerify(program);
  addAudit(program);
  addDiff(program);
  addExplain(program);
  addBatch(program);
  addWorker(program);
  addQueue(program);
  addMigrate(program);
  addFunctions(program);
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
commands()
  .parseAsync()
  .catch((error: unknown) => void (process.exitCode = reported(error)));
