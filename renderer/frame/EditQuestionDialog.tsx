import { answer } from "../state/requests.ts";
import { useUi } from "../state/ui-store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { answersTo } from "./edit-answers.ts";

const close = () => useUi.setState({ question: null });

/** What an edit asks before it is made: nothing was written yet, and Cancel leaves it so. */
export function EditQuestionDialog() {
  const question = useUi((state) => state.question);
  if (question === null) return null;
  const { code, message, hint } = question.error;
  const title = code === "conflict" ? "Changed by another program" : "Shared with others";
  return (
    <Dialog title={title} onClose={close}>
      <p className="selectable">{message}</p>
      {hint === undefined ? null : <p className="muted selectable">{hint}</p>}
      <div className="dialog-actions">
        <Button onClick={close}>Cancel</Button>
        {answersTo(question).map(({ label, change }) => (
          <Button
            key={label}
            onClick={() => {
              close();
              if (change !== undefined) answer(question, change);
            }}
          >
            {label}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
