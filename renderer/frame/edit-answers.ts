import type { Input } from "../../shared/contract.ts";
import type { EditQuestion } from "../state/ui-store.ts";

export interface EditAnswerButton {
  label: string;
  /** The edit that is made; absent when the answer is to leave the file as it is. */
  change?: Input<"stack.edit">;
}

/** The buttons under an edit's question, in the order of its choices. */
export function answersTo({ change, error }: Pick<EditQuestion, "change" | "error">): EditAnswerButton[] {
  // Only edits of a service ask this, and all of those take the answer.
  const answered = (shared: "here" | "everywhere") => ({ ...change, shared }) as Input<"stack.edit">;
  return (error.choices ?? []).flatMap((choice): EditAnswerButton[] => {
    if (choice === "here") return [{ label: "Change it here only", change: answered("here") }];
    if (choice === "everywhere") return [{ label: "Change it everywhere", change: answered("everywhere") }];
    if (choice === "mine") return [{ label: "Use mine", change }];
    return choice === "theirs" ? [{ label: "Keep theirs" }] : [];
  });
}
