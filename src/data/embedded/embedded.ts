import type { Embedded } from "../store";
import { snapshot } from "./snapshot";

/** Everything that is built into the add-in about the market. */
export const embedded: Embedded = { quotes: snapshot, day: () => undefined };
