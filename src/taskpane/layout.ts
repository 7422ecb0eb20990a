import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";

/** Styles that several views use. */
export const useLayoutStyles = makeStyles({
  column: { display: "flex", flexDirection: "column", flexGrow: 1, minHeight: 0 },
  /** The part of a view that scrolls; on a very low pane the whole page does instead. */
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: "auto",
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
    "@media (max-height: 480px)": { overflowY: "visible" },
  },
  heading: {
    ...typographyStyles.subtitle2,
    margin: `${tokens.spacingVerticalL} 0 ${tokens.spacingVerticalXS}`,
  },
  text: { ...typographyStyles.body1, margin: 0, overflowWrap: "anywhere" },
  soft: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  code: {
    margin: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    "@media (forced-colors: active)": { border: "1px solid CanvasText" },
  },
  mono: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase300,
    overflowWrap: "anywhere",
  },
  /** Buttons of a section, in as many lines as they need. */
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    marginBlock: tokens.spacingVerticalM,
  },
  plainList: { margin: 0, padding: 0, listStyleType: "none" },
  /** Read only by screen readers. */
  hidden: {
    position: "absolute",
    width: "1px",
    height: "1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
  },
});
