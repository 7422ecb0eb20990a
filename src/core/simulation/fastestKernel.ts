import { typescriptKernel, type Kernel } from "./kernel";

export const fastestKernel = (): Kernel => typescriptKernel;
