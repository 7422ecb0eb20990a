import fc from "fast-check";

/** Every property draws from this seed; from another where HASHCELL_SEED names it, a whole number. */
const seed = Number(process.env.HASHCELL_SEED || 20261005);
if (!Number.isSafeInteger(seed)) {
  throw new Error(`HASHCELL_SEED must be a whole number, got ${process.env.HASHCELL_SEED}`);
}

fc.configureGlobal({ seed });
