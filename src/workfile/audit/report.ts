import { countOf } from "../wording";
import { readsMarket } from "../evaluate/mining";
import type { Audit, AuditLine } from "./audit";
import { findingKinds, type Finding, type FindingKind, type Severity } from "./finding";
import type { Coverage } from "./nativeValues";

// What an audit comes to, in the words of the command and of the pane.

/** Findings of one kind. */
export interface FindingGroup {
  readonly title: string;
  /** What to do, where that is the same for all of them. */
  readonly advice: string | undefined;
  readonly findings: readonly Finding[];
}

/** Findings of one severity. */
export interface FindingSection {
  readonly heading: string;
  readonly count: number;
  readonly groups: readonly FindingGroup[];
}

const headings: Readonly<Record<Severity, string>> = {
  error: "To correct",
  warning: "To look at",
  note: "To know",
};

/** The findings by severity and kind, the gravest first. */
export function sectionsOf(findings: readonly Finding[]): FindingSection[] {
  return (["error", "warning", "note"] as const).flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const byKind = new Map<FindingKind, Finding[]>();
    for (const finding of own) {
      const alike = byKind.get(finding.kind);
      if (alike === undefined) byKind.set(finding.kind, [finding]);
      else alike.push(finding);
    }
    const groups = [...byKind].map(([kind, list]): FindingGroup => {
      const [advice, ...others] = new Set(list.map((finding) => finding.advice));
      const name = findingKinds[kind];
      return {
        title: name.charAt(0).toUpperCase() + name.slice(1),
        advice: others.length === 0 ? advice : undefined,
        findings: list,
      };
    });
    return [{ heading: headings[severity], count: own.length, groups }];
  });
}

export const countsOf = (findings: readonly Finding[]): Readonly<Record<Severity, number>> => ({
  error: findings.filter(({ severity }) => severity === "error").length,
  warning: findings.filter(({ severity }) => severity === "warning").length,
  note: findings.filter(({ severity }) => severity === "note").length,
});

export const coverageOf = (lines: readonly AuditLine[]): Readonly<Record<Coverage, number>> => ({
  classic: lines.filter(({ coverage }) => coverage === "classic").length,
  native: lines.filter(({ coverage }) => coverage === "native").length,
  none: lines.filter(({ coverage }) => coverage === "none").length,
});

/** A fragment: "nothing was found", "2 to correct, 1 to look at". */
export function verdictText(findings: readonly Finding[]): string {
  const { error, warning } = countsOf(findings);
  return error + warning === 0 ? "nothing was found" : `${error} to correct, ${warning} to look at`;
}

/** How much was computed again, and a second time by native forms. */
export function computedText({ lines, formulas, computed }: Audit): string {
  if (formulas === 0) return "The workbook has no formulas.";
  const again = `${computed.toLocaleString("en-US")} of ${countOf(formulas, "formula was", "formulas were")} computed again.`;
  if (lines.length === 0) return `${again} No cell calls a MINING function.`;
  const { classic, native, none } = coverageOf(lines);
  const agree = lines.filter((line) => line.computed !== undefined && line.native !== undefined).length;
  return `${again} ${countOf(lines.length, "cell calls", "cells call")} MINING functions: ${classic.toLocaleString("en-US")} with a native form for any Excel, ${native.toLocaleString("en-US")} with one that needs LAMBDA, ${none.toLocaleString("en-US")} with none; ${countOf(agree, "was", "were")} computed a second time by it.`;
}

/** What the workbook knows of the market; `asOf` says a moment. Undefined where it has nothing to do with it. */
export function marketText({ lines, freeze }: Audit, asOf: (moment: number) => string): string | undefined {
  if (freeze !== undefined) return `The market is frozen, as of ${asOf(freeze.frozenAt)}.`;
  const shown = lines.filter(({ functions }) => functions.some(readsMarket)).length;
  return shown === 0
    ? undefined
    : `The market is not frozen, and ${countOf(shown, "cell shows", "cells show")} it as it is at the time.`;
}
