/**
 * What a module of WebAssembly exports, which is given as hexadecimal digits; undefined where there is no WebAssembly with
 * SIMD, or a page's policy does not allow it.
 */
export function wasmExports(
  digits: string,
  kernel: WebAssembly.ModuleImports,
): WebAssembly.Exports | undefined {
  try {
    const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => parseInt(byte, 16));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { kernel }).exports;
  } catch {
    return undefined;
  }
}
