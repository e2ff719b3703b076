import type { Tokens } from "../tokens.ts";

/** The mean rises in intensity that Hutto & Gilbert measured. */
const EXCLAMATION_MARK = 0.292;
const QUESTION_MARK = 0.18;
const MANY_QUESTION_MARKS = 0.96;

/** What the exclamation marks (four of them count) and question marks (from two on) of a text add to its score. */
export function punctuationEmphasis({ exclamationMarks, questionMarks }: Tokens): number {
  return Math.min(exclamationMarks, 4) * EXCLAMATION_MARK + questionEmphasis(questionMarks);
}

function questionEmphasis(count: number): number {
  if (count < 2) return 0;
  return count <= 3 ? count * QUESTION_MARK : MANY_QUESTION_MARKS;
}
