import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo, useMemo } from "react";
import type { Service } from "../../shared/stack/project.ts";
import { useKnown, useService, useServiceHealth } from "../state/selectors.ts";
import { useUi } from "../state/ui-store.ts";
import { classes } from "../ui/classes.ts";
import { UNKNOWN } from "../ui/format.ts";
import { StatusWord } from "../ui/StatusWord.tsx";
import { serviceTone } from "../ui/tones.ts";
import { CardChips } from "./CardChips.tsx";
import { CardUsage } from "./CardUsage.tsx";
import { iconOf } from "./model.ts";
import { ReplicaBlocks } from "./ReplicaBlocks.tsx";
import { ServiceGlyph } from "./ServiceGlyph.tsx";
import "./service-card.css";

/** One live card. It reads its own service from the store, so that news of one replica renders one card. */
export const ServiceCard = memo(function ServiceCard({ id, selected }: NodeProps) {
  const service = useService(id);
  const health = useServiceHealth(id);
  const draft = useUi((state) => state.drafts[id]);
  const known = useKnown();
  const icon = useMemo(() => (service === undefined ? "box" : iconOf(service)), [service]);
  if (service === undefined || health === undefined) return null;
  return (
    <article
      className={classes("card", selected && "card-selected", `card-${health.status}`)}
      aria-label={`${id}, ${known ? `${health.status}, ${health.ready}` : "state not known, none"} of ${health.desired} ready`}
      data-service={id}
      data-status={health.status}
      data-ready={health.ready}
      data-desired={health.desired}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
      <header className="card-head">
        <ServiceGlyph icon={icon} />
        <h3 className="cut" title={id}>
          {id}
        </h3>
        <StatusWord tone={known ? serviceTone[health.status] : "off"}>{known ? health.status : "not known"}</StatusWord>
      </header>
      <p className="card-image mono cut" title={imageOf(service)}>
        {imageOf(service)}
      </p>
      <div className="card-replicas">
        <ReplicaBlocks health={health} draft={draft} />
        <span className="card-count num">
          {known ? health.ready : UNKNOWN} of {draft ?? health.desired}
        </span>
      </div>
      <CardUsage name={id} />
      <CardChips name={id} service={service} health={health} />
    </article>
  );
});

function imageOf(service: Service): string {
  return service.image ?? (service.build === undefined ? "no image" : `build ${service.build.context}`);
}
