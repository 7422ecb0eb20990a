// Compiles the kernels of simulations and of options into modules that the add-in, the command line and the tests load alike.
import asc from "assemblyscript/asc";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folders, and pages of 64 kB that the memory has at first. */
const kernels = [
  ["../src/core/simulation/wasm", 2],
  ["../src/core/options/wasm", 3],
];

for (const [folder, pages] of kernels) await compile(fileURLToPath(new URL(folder, import.meta.url)), pages);

async function compile(folder, pages) {
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
      String(pages),
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
  if (existsSync(built) && readFileSync(built, "utf8") === text) return;
  if (process.argv.includes("--check")) {
    console.error(`${built} is not what kernel.ts compiles to: run node .config/kernel.mjs`);
    process.exit(1);
  }
  writeFileSync(built, text);
}
