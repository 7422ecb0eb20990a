declare const ADDIN_VERSION: string;
declare const ADDIN_BUILT_AT: number;

/** What the build says about itself, put in by webpack. Code that runs from source has no build. */
export const build = {
  /** As in the manifest, without its last number: "0.2.0". */
  version: typeof ADDIN_VERSION === "undefined" ? "unbuilt" : ADDIN_VERSION,
  /** Milliseconds since 1970 UTC. */
  builtAt: typeof ADDIN_BUILT_AT === "undefined" ? undefined : ADDIN_BUILT_AT,
} as const;
