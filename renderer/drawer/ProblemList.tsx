import { CircleX, TriangleAlert } from "lucide-react";
import { placeOf, type Problem } from "../../shared/stack/problem.ts";

type Shown = Pick<Problem, "severity" | "code" | "message" | "file" | "line" | "column"> & {
  hint?: string | undefined;
};

/** What is wrong in the file, with the place of each. */
export function ProblemList({ problems }: { problems: readonly Shown[] }) {
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map((problem) => (
        <li
          key={`${placeOf(problem)} ${problem.code} ${problem.message}`}
          className={`problem problem-${problem.severity}`}
          data-code={problem.code}
        >
          {problem.severity === "error" ? (
            <CircleX className="icon icon-small" aria-label="error" />
          ) : (
            <TriangleAlert className="icon icon-small" aria-label="warning" />
          )}
          <div className="selectable">
            <p>{problem.message}</p>
            {problem.hint === undefined ? null : <p className="muted small">{problem.hint}</p>}
          </div>
          <span className="mono small faint selectable">{placeOf(problem)}</span>
        </li>
      ))}
    </ul>
  );
}
