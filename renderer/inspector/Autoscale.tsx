import { autoscaleTitle, restingWords } from "../../shared/autoscale/words.ts";
import type { Service } from "../../shared/stack/project.ts";
import { resumeAutoscale } from "../state/requests.ts";
import { useScaling } from "../state/selectors.ts";
import { Age } from "../ui/Age.tsx";
import { Button } from "../ui/Button.tsx";

/** What the autoscaler may do with a service, what it found last and what it did last; or why it rests. */
export function Autoscale({ name, service }: { name: string; service: Service }) {
  const scaling = useScaling(name);
  const autoscale = service["x-gantry"]?.autoscale;
  if (autoscale === undefined) return null;
  const resting = restingWords(service);
  return (
    <section className="control" aria-label={`Autoscaling of ${name}`}>
      <div className="control-head">
        <h3>{autoscaleTitle(autoscale)}</h3>
      </div>
      <div className="control-foot small faint">
        <span className="autoscale-text">{resting ?? scaling?.text ?? "Nothing was measured yet."}</span>
        {autoscale.paused === true && (
          <Button size="small" onClick={() => resumeAutoscale(name)}>
            Resume autoscaling
          </Button>
        )}
      </div>
      {resting === undefined && scaling?.last !== undefined && (
        <p className="small faint">
          {scaling.last.text} · <Age since={scaling.last.at} suffix=" ago" />
        </p>
      )}
    </section>
  );
}
