import type { StackView } from "../../shared/contract.ts";
import { ProblemList } from "../drawer/ProblemList.tsx";
import { baseName, plural } from "../ui/format.ts";

/** The file never loaded without errors: there is nothing to draw, so the errors stand where the canvas would. */
export function BrokenStack({ stack }: { stack: StackView }) {
  const errors = stack.problems.filter((problem) => problem.severity === "error").length;
  return (
    <section className="broken-stack" aria-label="Problems of the file">
      <h2>
        {baseName(stack.path)} cannot be shown: it has {plural(errors, "error")}
      </h2>
      <p className="muted">Mend it in your editor; Gantry reads it again as soon as it is saved.</p>
      <p className="mono small faint selectable">{stack.path}</p>
      <ProblemList problems={stack.problems} />
    </section>
  );
}
