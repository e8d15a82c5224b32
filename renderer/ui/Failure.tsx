import { CircleX } from "lucide-react";
import { placeOf } from "../../shared/stack/problem.ts";
import { placeOfFailure, type WireError } from "../../shared/errors.ts";
import "./failure.css";

/** What happened and where, what to do next, and what the layer below said. All of it is text from elsewhere, shown as it is. */
export function Failure({ error }: { error: WireError }) {
  const own = placeOfFailure(error);
  const listed = own === undefined ? (error.problems ?? []) : [];
  return (
    <div className="failure">
      <CircleX className="icon icon-small" aria-label="failed" />
      <div className="selectable">
        <p className="failure-message">
          {error.message}
          {own === undefined ? null : <span className="mono small muted failure-place">{placeOf(own)}</span>}
        </p>
        {error.hint === undefined ? null : <p className="muted">{error.hint}</p>}
        {error.cause === undefined || error.message.includes(error.cause) ? null : (
          <p className="mono small muted failure-cause">{error.cause}</p>
        )}
        {listed.length === 0 ? null : (
          <ul className="small">
            {listed.map((problem) => (
              <li key={`${placeOf(problem)} ${problem.message}`}>
                <span className="mono faint">{placeOf(problem)}</span> {problem.message}
                {problem.hint === undefined ? null : <span className="muted"> {problem.hint}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
