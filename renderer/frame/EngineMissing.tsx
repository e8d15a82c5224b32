import { CircleCheck, CircleX, PlugZap, TriangleAlert } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { CheckResult } from "../../shared/contract.ts";
import { call } from "../state/bridge.ts";
import { attempt, selectTarget } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../ui/Button.tsx";
import "./engine-missing.css";

const glyphs = { ok: CircleCheck, warning: TriangleAlert, bad: CircleX } as const;

/** No engine answered: what was tried, what to do, and a way to try again. */
export function EngineMissing() {
  const connection = useApp((state) => state.connection);
  const target = useApp((state) => state.target);
  const [checks, setChecks] = useState<readonly CheckResult[] | undefined>(undefined);
  const check = useCallback(() => void attempt(async () => setChecks(await call("doctor.run"))), []);
  useEffect(check, [check]);
  const retry = () => {
    if (target !== null) selectTarget(target.id);
    setChecks(undefined);
    check();
  };
  return (
    <section className="engine-missing" aria-label="No engine">
      <header>
        <span className="empty-icon">
          <PlugZap className="icon" />
        </span>
        <h2>No Docker engine answers</h2>
        <p className="muted selectable">{connection.message ?? "Gantry could not reach the engine."}</p>
      </header>
      {target === null ? null : (
        <p className="small">
          <span className="faint">Tried </span>
          <span className="mono selectable">{target.address}</span>
          <span className="faint"> (Docker context {target.name})</span>
        </p>
      )}
      {connection.hint === undefined ? null : <p className="engine-hint selectable">{connection.hint}</p>}
      <ul className="checks" aria-label="Checks">
        {checks === undefined ? <li className="small faint">Checking this machine.</li> : null}
        {checks?.map((result) => {
          const Glyph = glyphs[result.level];
          return (
            <li key={result.id} className={`check-result check-${result.level}`}>
              <Glyph className="icon icon-small" aria-label={result.level} />
              <div className="selectable">
                <span>{result.title}: </span>
                <span className="muted">{result.detail}</span>
                {result.fix === undefined ? null : <p className="mono small">{result.fix}</p>}
              </div>
            </li>
          );
        })}
      </ul>
      <Button look="primary" onClick={retry}>
        Retry
      </Button>
    </section>
  );
}
