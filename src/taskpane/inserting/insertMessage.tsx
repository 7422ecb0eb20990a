import { addressOf, type Place, type Target, type Written } from "../../workbook/workbook";
import { Notice } from "../controls/notice";
import { Question } from "../controls/question";
import type { Progress } from "./useInsertion";

interface Props {
  readonly progress: Progress;
  readonly confirmation: (written: Written) => readonly string[];
  readonly onAnswer: (target: Target) => void;
  readonly onClose: () => void;
}

/** What came of an insertion, in a region that screen readers follow. */
export function InsertMessage({ progress, confirmation, onAnswer, onClose }: Props) {
  return (
    <div role="status">
      {progress.kind === "done" && (
        <Notice intent="success" sentences={confirmation(progress.written)} onClose={onClose} />
      )}
      {progress.kind === "failed" && (
        <Notice intent="error" sentences={[progress.message]} onClose={onClose} />
      )}
      {progress.kind === "asks" && (
        <Question
          text={questionAbout(progress.place)}
          answers={[
            { label: "Replace", onChoose: () => onAnswer({ kind: "replace", place: progress.place }) },
            { label: "Insert on a new sheet", onChoose: () => onAnswer({ kind: "newSheet" }) },
          ]}
          refusal={{ label: "Cancel", onChoose: onClose }}
        />
      )}
    </div>
  );
}

const questionAbout = (place: Place) =>
  place.range.includes(":")
    ? `The cells ${addressOf(place)} hold values. Replace them?`
    : `The cell ${addressOf(place)} is not empty. Replace what it holds?`;
