import { Slider } from "radix-ui";
import { classes } from "./classes.ts";
import "./slider.css";

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** What the value means in words, for screen readers. */
  valueText: string;
  /** Share of the whole track (0 to 1) that others hold, drawn grey at the left. */
  held?: number;
  /** Value at which a tick stands: the most that was seen. */
  tick?: number | undefined;
  /** Nothing is set: the thumb is hollow. */
  unset?: boolean;
  onChange: (value: number) => void;
  onCommit: (value: number) => void;
  /** The pointer or the keyboard focus came to the slider (true) or left both (false). */
  onHold?: (held: boolean) => void;
}

const THUMB = 16;

/** The thumb stays within the track's ends, so a value stands at the place where the thumb's middle would be. */
function tickLeft(share: number): string {
  return `calc(${share * 100}% + ${((0.5 - share) * THUMB).toFixed(2)}px)`;
}

/** A slider that tells the truth around it: what others hold, what this holds, and the peak it used. */
export function SliderTrack(props: Props) {
  const { label, value, min, max, step, valueText, held = 0, tick, unset = false, onChange, onCommit, onHold } = props;
  const tickAt = tick === undefined ? undefined : Math.min(1, Math.max(0, (tick - min) / Math.max(max - min, step)));
  return (
    <div className={classes("slider", unset && "slider-unset")}>
      {held > 0 ? <div className="slider-held" style={{ flexBasis: `${held * 100}%` }} /> : null}
      <Slider.Root
        className="slider-root"
        onPointerEnter={() => onHold?.(true)}
        onFocus={() => onHold?.(true)}
        onPointerLeave={(event) => !event.currentTarget.contains(document.activeElement) && onHold?.(false)}
        onBlur={(event) => !event.currentTarget.matches(":hover") && onHold?.(false)}
        value={[value]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next]) => next !== undefined && onChange(next)}
        onValueCommit={([next]) => next !== undefined && onCommit(next)}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        {tickAt === undefined ? null : <span className="slider-tick" style={{ left: tickLeft(tickAt) }} />}
        <Slider.Thumb className="slider-thumb" aria-label={label} aria-valuetext={valueText} />
      </Slider.Root>
    </div>
  );
}
