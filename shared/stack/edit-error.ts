import { GantryError } from "../errors.ts";

/** Why an edit cannot be made without harm. */
export type EditRefusal =
  | "bad-value"
  | "broken"
  | "changed"
  | "first-of-item"
  | "form"
  | "no-such-service"
  | "several-documents"
  | "shared";

/** An edit that was not made; nothing was changed. */
export class EditError extends GantryError {
  readonly refusal: EditRefusal;

  constructor(refusal: EditRefusal, message: string, hint?: string) {
    super("bad-input", message, { hint });
    this.name = "EditError";
    this.refusal = refusal;
  }
}
