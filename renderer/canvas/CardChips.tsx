import { memo } from "react";
import type { ServiceHealth } from "../../shared/health.ts";
import type { Service } from "../../shared/stack/project.ts";
import { openLink } from "../state/requests.ts";
import { useNextHealing } from "../state/selectors.ts";
import { Pill } from "../ui/Pill.tsx";
import { chipsOf, fitChips, type Chip } from "./chips.ts";
import { shortReason, worstReplica } from "./diagnosis.ts";
import { HealingChip } from "./HealingChip.tsx";

interface Props {
  name: string;
  service: Service;
  health: ServiceHealth;
}

const WIDTH = 186;

/** The last row of a card: trouble first, else what it publishes and keeps. */
export const CardChips = memo(function CardChips({ name, service, health }: Props) {
  const healing = useNextHealing(name);
  const worst = worstReplica(health);
  if (worst !== undefined || healing !== undefined) {
    return (
      <div className="card-chips">
        {worst === undefined ? null : (
          <Pill tone={worst.status === "failing" ? "bad" : "warn"} title={`${worst.replica.name}: ${worst.reason}`}>
            <span className="cut">{shortReason(worst)}</span>
          </Pill>
        )}
        {healing === undefined ? null : <HealingChip healing={healing} short={worst !== undefined} />}
      </div>
    );
  }
  return (
    <div className="card-chips">
      {fitChips(chipsOf(service), WIDTH).map((chip) => (
        <ChipView key={chip.text} chip={chip} name={name} />
      ))}
    </div>
  );
});

function ChipView({ chip, name }: { chip: Chip; name: string }) {
  if (chip.kind === "port" && chip.url !== undefined) {
    const { url } = chip;
    return (
      <button
        type="button"
        className="pill nodrag nopan"
        title={`Open ${url}`}
        aria-label={`Open ${url}, published by ${name}`}
        onClick={(event) => {
          event.stopPropagation();
          openLink(url);
        }}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {chip.text}
      </button>
    );
  }
  return <Pill {...(chip.kind === "more" ? { title: chip.title } : { title: chip.text })}>{chip.text}</Pill>;
}
