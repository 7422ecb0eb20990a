import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Compression } from "./compression";

/** For Node only: never imported by what the pane loads. */
export const nodeCompression: Compression = {
  inflate: (packed, size) => inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }),
  // Three fifths of the usual time, for files that are larger by a hundredth.
  deflate: (content) => deflateRawSync(content, { level: 5 }),
};
