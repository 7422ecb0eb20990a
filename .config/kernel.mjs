// Compiles the kernel of simulations into a module that the add-in, the command line and the tests load alike.
import asc from "assemblyscript/asc";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../src/core/simulation/wasm", import.meta.url));
const built = `${folder}/built.ts`;

let binary;
const { error, stderr } = await asc.main(
  [
    `${folder}/kernel.ts`,
    "-o",
    "kernel.wasm",
    "-O3",
    "--noAssert",
    "--runtime",
    "stub",
    "--enable",
    "simd",
    "--initialMemory",
    "2",
  ],
  { writeFile: (name, contents) => (binary = contents) },
);
if (error) {
  console.error(stderr.toString());
  process.exit(1);
}
const digits = Buffer.from(binary).toString("hex");
const text = `/** What .config/kernel.mjs makes of kernel.ts, in hexadecimal: as base64 it packs worse. */\nexport const built =\n  "${digits}";\n`;
// Written only when it differs: whoever watches the file would build again.
if (readFileSync(built, "utf8") !== text) {
  if (process.argv.includes("--check")) {
    console.error(`${built} is not what kernel.ts compiles to: run node .config/kernel.mjs`);
    process.exit(1);
  }
  writeFileSync(built, text);
}
