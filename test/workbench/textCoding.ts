import { TextDecoder, TextEncoder } from "node:util";

// Browsers have them, jsdom does not; fflate's own substitute mistakes characters beyond the first 65,536. To be
// imported before fflate.
Object.assign(globalThis, { TextDecoder, TextEncoder });
