import { deflateSync, inflateSync } from "fflate";

/** How the parts of a file are packed and unpacked: Node's own way is ten times faster, and a page has none of its own. */
export interface Compression {
  /** Throws, or returns another length, when the content is damaged or longer than `size`. */
  readonly inflate: (packed: Uint8Array, size: number) => Uint8Array;
  readonly deflate: (content: Uint8Array) => Uint8Array;
}

/** Works everywhere. */
export const compression: Compression = {
  // What is longer than the size is cut, which its checksum shows.
  inflate: (packed, size) => inflateSync(packed, { out: new Uint8Array(size) }),
  deflate: (content) => deflateSync(content),
};
