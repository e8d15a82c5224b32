import { GantryError } from "../errors.ts";

/** Why an edit cannot be made without harm. */
export type EditRefusal =
  | "bad-value"
  | "broken"
  | "changed"
  | "first-of-item"
  | "form"
  | "in-use"
  | "no-such-service"
  | "several-documents"
  | "shared"
  | "taken";

/**
 * What an edit of a value that several services share is to do: change this service alone (an alias becomes a copy of
 * its own), or change the value for all that share it.
 */
export const editAnswers = ["here", "everywhere"] as const;
export type EditAnswer = (typeof editAnswers)[number];

/** An edit that was not made; nothing was changed. */
export class EditError extends GantryError {
  readonly refusal: EditRefusal;
  readonly answers: readonly EditAnswer[] | undefined;

  constructor(refusal: EditRefusal, message: string, hint?: string, choices?: readonly EditAnswer[]) {
    super(choices === undefined ? "bad-input" : "shared-value", message, { hint, choices });
    this.name = "EditError";
    this.refusal = refusal;
    this.answers = choices;
  }
}
