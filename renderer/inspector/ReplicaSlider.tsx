import { memo, useState } from "react";
import type { Service } from "../../shared/stack/project.ts";
import { heldReplicas } from "../state/held.ts";
import { scale } from "../state/requests.ts";
import { useServiceHealth } from "../state/selectors.ts";
import { useApp } from "../state/store.ts";
import { setDraft, useUi } from "../state/ui-store.ts";
import { NumberField } from "../ui/NumberField.tsx";
import { SliderTrack } from "../ui/SliderTrack.tsx";

const MOST = 500;

/** Replicas of a service. While it is dragged the card on the canvas fills; letting go scales. */
export const ReplicaSlider = memo(function ReplicaSlider({ name, service }: { name: string; service: Service }) {
  const draft = useUi((state) => state.drafts[name]);
  const health = useServiceHealth(name);
  const desired = useApp((state) => heldReplicas(service, state.applied, name));
  const value = draft ?? desired;
  // The range stands still while a hand or the keyboard focus is on the slider: a track that grew meanwhile would
  // put another number under the same place.
  const [heldMax, setHeldMax] = useState<number>();
  const max = Math.max(heldMax ?? Math.max(10, desired * 2), value);
  const ready = health?.ready ?? 0;
  const everywhere = service.deploy?.mode?.startsWith("global") === true;
  if (everywhere) {
    return (
      <section className="control">
        <div className="control-head">
          <h3>Replicas of {name}</h3>
        </div>
        <p className="small faint">Deploy mode “{service.deploy?.mode}”: one replica on this target, by the file.</p>
      </section>
    );
  }
  return (
    <section className="control">
      <div className="control-head">
        <h3>Replicas of {name}</h3>
        <NumberField
          label={`Exact replicas of ${name}`}
          value={value}
          min={0}
          max={MOST}
          step={1}
          onCommit={(next) => scale(name, Math.round(next))}
        />
      </div>
      <SliderTrack
        label={`Replicas of ${name}`}
        onHold={(held) => setHeldMax(held ? max : undefined)}
        value={value}
        min={0}
        max={max}
        step={1}
        valueText={`${value} wanted, ${ready} ready`}
        onChange={(next) => setDraft(name, next)}
        onCommit={(next) => scale(name, next)}
      />
      <div className="control-foot small faint">
        <span>{ready === value ? `${ready} ready` : `${value} wanted, ${ready} ready`}</span>
        <span>0 to {max}</span>
      </div>
    </section>
  );
});
