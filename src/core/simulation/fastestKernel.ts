import { typescriptKernel, type Kernel } from "./kernel";
import { wasmKernel } from "./wasmKernel";

let fastest: Kernel | undefined;

/** The kernel in WebAssembly where it can run, else the one in TypeScript. */
export function fastestKernel(): Kernel {
  fastest ??= wasmKernel() ?? typescriptKernel;
  return fastest;
}
