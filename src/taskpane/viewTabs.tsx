import {
  makeStyles,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Overflow,
  OverflowItem,
  Tab,
  TabList,
  tokens,
  useIsOverflowItemVisible,
  useOverflowMenu,
} from "@fluentui/react-components";

/** The pane's views, in the order of their tabs. */
export const views = [
  { id: "market", label: "Market" },
  { id: "explain", label: "Explain" },
  { id: "history", label: "History" },
  { id: "machines", label: "Machines" },
  { id: "options", label: "Options" },
  { id: "functions", label: "Functions" },
  { id: "workbook", label: "Workbook" },
  { id: "settings", label: "Settings" },
] as const;
export type View = (typeof views)[number]["id"];

const viewNamed = (id: unknown): View => views.find((view) => view.id === id)?.id ?? "market";

const useStyles = makeStyles({
  frame: {
    flexShrink: 0,
    overflow: "hidden",
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  bar: { display: "flex", alignItems: "center", minWidth: 0 },
  tab: { flexShrink: 0 },
  more: { flexShrink: 0, minWidth: "auto", paddingInline: tokens.spacingHorizontalS },
});

interface Props {
  readonly shown: View;
  readonly onShow: (view: View) => void;
}

/** The tabs of the views; those that the pane is too narrow for are in a menu. The one that is shown always has its tab. */
export function ViewTabs({ shown, onShow }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.frame}>
      <Overflow padding={0} minimumVisible={1}>
        <div className={styles.bar}>
          <TabList selectedValue={shown} onTabSelect={(_event, { value }) => onShow(viewNamed(value))}>
            {views.map(({ id, label }) => (
              <OverflowItem key={id} id={id} pinned={id === shown}>
                <Tab id={`tab-${id}`} value={id} aria-controls={`panel-${id}`} className={styles.tab}>
                  {label}
                </Tab>
              </OverflowItem>
            ))}
          </TabList>
          <MoreViews onShow={onShow} />
        </div>
      </Overflow>
    </div>
  );
}

function MoreViews({ onShow }: Pick<Props, "onShow">) {
  const styles = useStyles();
  const { ref, isOverflowing } = useOverflowMenu<HTMLButtonElement>();
  if (!isOverflowing) return null;
  return (
    <Menu hasIcons={false}>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton ref={ref} appearance="transparent" className={styles.more} aria-label="More views">
          More
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {views.map(({ id, label }) => (
            <HiddenView key={id} id={id} label={label} onShow={onShow} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** The menu's entry of a view, while its tab has no room. */
function HiddenView({ id, label, onShow }: { id: View; label: string } & Pick<Props, "onShow">) {
  if (useIsOverflowItemVisible(id)) return null;
  return <MenuItem onClick={() => onShow(id)}>{label}</MenuItem>;
}
