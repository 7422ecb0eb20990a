/** What office.js hands to a custom function as its last argument. */
export interface Invocation {
  readonly address: string;
  readonly functionName: string;
  setResult?(value: unknown): void;
  onCanceled?(): void;
}

export type Implementation = (...args: unknown[]) => unknown;

/** The `CustomFunctions` of the pane's window: office.js's own, with what the add-in associated. */
interface PaneCustomFunctions {
  readonly Error: new (code: string, message?: string) => object;
  readonly _association?: { readonly mappings?: Readonly<Record<string, Implementation>> };
}

interface PaneWindow extends Window {
  readonly CustomFunctions?: PaneCustomFunctions;
}

/** Reaches into the task pane for the functions it provides. Nothing is there until the add-in has loaded. */
export class PaneRuntime {
  constructor(private readonly frame: HTMLIFrameElement) {}

  implementation(id: string): Implementation | undefined {
    return this.mappings[id] ?? this.mappings[id.toUpperCase()];
  }

  get associated(): number {
    return Object.keys(this.mappings).length;
  }

  /** An error value of the pane's own class, as a function may receive it. */
  error(code: string, message: string): unknown {
    const ErrorClass = this.customFunctions?.Error;
    return ErrorClass === undefined ? { code, message } : new ErrorClass(code, message);
  }

  private get customFunctions(): PaneCustomFunctions | undefined {
    const window: PaneWindow | null = this.frame.contentWindow;
    return window?.CustomFunctions;
  }

  private get mappings(): Readonly<Record<string, Implementation>> {
    return this.customFunctions?._association?.mappings ?? {};
  }
}
