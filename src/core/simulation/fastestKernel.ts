import { once } from "../once";
import { typescriptKernel, type Kernel } from "./kernel";
import { wasmKernel } from "./wasmKernel";

/** The kernel in WebAssembly where it can run, else the one in TypeScript. */
export const fastestKernel = once((): Kernel => wasmKernel() ?? typescriptKernel);
