import {
  FluentProvider,
  makeStaticStyles,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useMemo, useState, type ReactNode } from "react";
import type { Definition } from "../functions/define";
import type { Place } from "../workbook/workbook";
import { BlockedNotice } from "./blocked/blockedNotice";
import { ClockContext, minuteClock } from "./clock";
import type { Desk } from "./desk/desk";
import { ExplainView } from "./explain/explainView";
import { FunctionsView } from "./functions/functionsView";
import { HistoryView } from "./history/historyView";
import type { Host } from "./host";
import { useLayoutStyles } from "./layout";
import { MachinesView } from "./machines/machinesView";
import { MarketView } from "./market/marketView";
import { Notice } from "./controls/notice";
import { OptionsView } from "./options/optionsView";
import { SettingsView } from "./settings/settingsView";
import { RunLine, type Runs } from "./runLine";
import { StateLine } from "./stateLine";
import { useTheme, type HostColours } from "./theme";
import { useDesk } from "./desk/useDesk";
import { useSelectedCell } from "./inserting/useSelectedCell";
import { WorkbookView } from "./workbook/workbookView";
import { views, ViewTabs, type View } from "./viewTabs";
import { useOpen, useVisible, type Visibility } from "./visibility";

const usePageStyles = makeStaticStyles({ body: { margin: 0 } });

const useStyles = makeStyles({
  pane: {
    ...typographyStyles.body1,
    display: "flex",
    flexDirection: "column",
    height: "100vh",
    overflow: "hidden",
    backgroundColor: tokens.colorNeutralBackground1,
    "@media (max-height: 480px)": { height: "auto", minHeight: "100vh", overflow: "visible" },
  },
  panel: { flexGrow: 1, minHeight: 0 },
  away: { display: "none" },
});

interface Props {
  readonly host: Host;
  readonly desk: Desk;
  readonly catalogue: readonly Definition[];
  readonly now: () => number;
  readonly hostColours: () => HostColours | undefined;
  readonly visibility: Visibility;
  readonly runs: Runs;
}

/** The whole pane. A view is made when it is first shown, and kept. */
export function Pane({ host, desk, catalogue, now, hostColours, visibility, runs }: Props) {
  usePageStyles();
  const styles = useStyles();
  const layout = useLayoutStyles();
  const theme = useTheme(hostColours);
  const selected = useSelectedCell(host);
  const isOpen = useOpen(visibility);
  const isVisible = useVisible(visibility);
  const clock = useMemo(() => minuteClock(now), [now]);
  const [view, setView] = useState<View>("market");
  const [opened, setOpened] = useState<ReadonlySet<View>>(new Set([view]));
  const show = (next: View) => {
    setView(next);
    setOpened((before) => new Set([...before, next]));
  };
  const [explained, setExplained] = useState<Place>();
  const explain = (place: Place) => {
    // Asked for again, it is explained again.
    setExplained({ ...place });
    show("explain");
  };
  const beside = { host, selected };
  const contents: Readonly<Record<View, (isShown: boolean) => ReactNode>> = {
    market: (isShown) => <MarketView {...beside} desk={desk} isShown={isShown} />,
    explain: (isShown) => <ExplainView {...beside} desk={desk} isShown={isShown} asked={explained} />,
    history: (isShown) => <HistoryView {...beside} desk={desk} isShown={isShown} />,
    machines: (isShown) => <MachinesView {...beside} desk={desk} isShown={isShown} />,
    options: (isShown) => <OptionsView {...beside} desk={desk} isShown={isShown} />,
    functions: () => <FunctionsView {...beside} catalogue={catalogue} />,
    workbook: () => <WorkbookView host={host} desk={desk} catalogue={catalogue} onExplain={explain} />,
    settings: () => <SettingsView desk={desk} />,
  };
  return (
    <FluentProvider theme={theme}>
      <ClockContext.Provider value={clock}>
        <main className={styles.pane}>
          <h1 className={layout.hidden}>Hashcell</h1>
          <ViewTabs shown={view} onShow={show} />
          <StateLine desk={desk} />
          <RunLine runs={runs} />
          <DeskNotice desk={desk} />
          {host.kind === "workbook" && isOpen ? (
            <BlockedNotice
              workbook={host.workbook}
              market={desk.market}
              catalogue={catalogue}
              isVisible={isVisible}
            />
          ) : null}
          {views.map(({ id }) => (
            <div
              key={id}
              role="tabpanel"
              id={`panel-${id}`}
              aria-labelledby={`tab-${id}`}
              className={view === id ? mergeClasses(layout.column, styles.panel) : styles.away}
            >
              {opened.has(id) ? contents[id](isVisible && view === id) : null}
            </div>
          ))}
        </main>
      </ClockContext.Provider>
    </FluentProvider>
  );
}

/** What the desk reports about the last action, in a region that screen readers follow. */
function DeskNotice({ desk }: { desk: Desk }) {
  const { notice } = useDesk(desk);
  return (
    <div role="status">
      {notice === undefined ? null : (
        <Notice intent={notice.intent} sentences={[notice.text]} onClose={() => desk.dismiss()} />
      )}
    </div>
  );
}
