// Runs in the task pane's window before office.js and makes the unmodified library believe it is in Excel for Windows,
// with the workbench answering in Excel's place. Never part of the published add-in.
import { WORKBENCH } from "../workbook/file";
import { documentCalls } from "./documentFile";
import type { EventEntry, HostRequest, PaneHost } from "./host/protocol";

const HOST_INFO = "Excel$Win32$16.01$en-US$$$disableLogging$3";
const RESPONSE = 2;
const EVENT = 3;

type Listener = (message: string) => void;

/** What office.js of the pinned version looks for on its window. */
interface BridgedWindow extends Window {
  _richApiNativeBridge?: NativeBridge;
}

interface NativeBridge {
  onMessageFromHost: Listener | undefined;
  sendMessageToHost(message: string): void;
}

interface RequestMessage {
  readonly id: number;
  readonly message: { readonly body: string | HostRequest };
}

export function nativeBridge(host: PaneHost): NativeBridge {
  // The library sets its listener more than once, and expects every one to be called.
  const listeners: Listener[] = [];
  const emit = (message: object) => {
    const text = JSON.stringify(message);
    for (const listener of listeners) listener(text);
  };
  host.connect((entries: readonly EventEntry[]) => emit({ type: EVENT, message: { entries } }));
  return {
    get onMessageFromHost() {
      return listeners[0];
    },
    set onMessageFromHost(listener) {
      if (listener !== undefined) listeners.push(listener);
    },
    sendMessageToHost(text) {
      const { id, message } = JSON.parse(text) as RequestMessage;
      const request =
        typeof message.body === "string" ? (JSON.parse(message.body) as HostRequest) : message.body;
      setTimeout(() => {
        const body = JSON.stringify(host.answer(request));
        emit({ id, type: RESPONSE, flags: 0, message: { statusCode: 200, headers: {}, body } });
      });
    },
  };
}

const theme = {
  primaryFontColor: 0x000000,
  primaryBackgroundColor: 0xffffff,
  bodyForegroundColor: 0x000000,
  bodyBackgroundColor: 0xffffff,
  controlForegroundColor: 0x000000,
  controlBackgroundColor: 0xffffff,
};

const requirementSets = {
  ExcelApi: "1.14",
  SharedRuntime: "1.1",
  CustomFunctionsRuntime: "1.4",
  CompressedFile: "1.1",
};

/** The workbook's address, as the pane takes its name from it: a copy saved here is an .xlsx. */
const addressOf = (title: string) =>
  `${WORKBENCH}${encodeURIComponent(title.replace(/\.xls[xm]$/i, ""))}.xlsx`;

const contextOf = (host: PaneHost) => ({
  GetAppType: () => 1,
  GetSolutionRef: () => "workbench",
  GetAppVersionMajor: () => 16,
  GetAppVersionMinor: () => 1,
  GetHostFullVersion: () => "16.0.18000.20000",
  GetAppUILocale: () => "en-US",
  GetAppDataLocale: () => "en-US",
  GetDocUrl: () => addressOf(host.title),
  GetAppCapabilities: () => 1,
  GetActivationMode: () => 1,
  GetControlIntegrationLevel: () => 1,
  GetSolutionToken: () => "",
  GetSettings: () => ({ Read: () => undefined, Write: () => undefined }),
  GetOfficeThemeInfo: () => JSON.stringify(theme),
  GetInitialDisplayMode: () => 0,
  GetSupportedMatrix: () => JSON.stringify(requirementSets),
});

/** The part of Office's older interface that the library still uses: when it starts, and for the document as a file. */
const external = (host: PaneHost) => ({
  GetHostInfo: () => HOST_INFO,
  GetContext: () => contextOf(host),
  GetLoggingAllowed: () => false,
  Execute: documentCalls(() => host.file()),
  RegisterEvent: (_id: number, _target: string, _handler: unknown, done?: (result: number) => void) =>
    done?.(0),
  UnregisterEvent: (_id: number, _target: string, done?: (result: number) => void) => done?.(0),
});

function install(pane: BridgedWindow, host: PaneHost): void {
  pane._richApiNativeBridge = nativeBridge(host);
  Object.defineProperty(pane, "external", { value: external(host), configurable: true, writable: true });
}

const host = window.parent === window ? undefined : window.parent.hashcellHost;
if (host !== undefined) install(window, host);
