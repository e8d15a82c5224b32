import { NumberField } from "../ui/NumberField.tsx";
import { SliderTrack } from "../ui/SliderTrack.tsx";
import { limitRange } from "./limits.ts";
import { useDraft } from "./use-draft.ts";

interface Props {
  title: string;
  name: string;
  unit: string;
  /** All numbers are in the unit that the field shows. */
  value: number | undefined;
  step: number;
  host: number;
  others: number;
  replicas: number;
  peak: number | undefined;
  note: string;
  format: (value: number) => string;
  onCommit: (value: number | null) => void;
}

/** A limit of one replica, on a track that is the host: what others hold, then this service. */
export function LimitSlider(props: Props) {
  const { title, name, unit, value, step, host, others, replicas, peak, note, format, onCommit } = props;
  const draft = useDraft<number | undefined>(value, (next) => onCommit(next ?? null));
  const range = limitRange(host, others, replicas, value, step);
  const { shown, commit } = draft;
  return (
    <section className="control">
      <div className="control-head">
        <h3>{title}</h3>
        <span className="control-value">
          <NumberField
            label={`Exact ${title} of ${name}`}
            value={shown}
            min={step}
            max={Math.max(host, step)}
            step={step}
            placeholder="no limit"
            onCommit={commit}
          />
          {shown === undefined ? null : <span className="small faint">{unit} each</span>}
        </span>
      </div>
      <SliderTrack
        label={`${title} of ${name}`}
        value={shown ?? range.max}
        min={step}
        max={range.max}
        step={step}
        valueText={shown === undefined ? "no limit" : `${format(shown)} each`}
        held={range.held}
        tick={peak}
        unset={shown === undefined}
        onChange={draft.change}
        onCommit={commit}
      />
      <div className="control-foot small faint">
        <span>{note}</span>
        {shown === undefined ? null : (
          <button type="button" className="link-button" onClick={() => commit(undefined)}>
            Remove limit
          </button>
        )}
      </div>
    </section>
  );
}
